import { useTranslation } from 'react-i18next'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useGo } from '#kit/navigate.tsx'
import { useText } from '#kit/text.ts'
import type { CaseDetail } from '../schema.ts'
import { toneOfCase } from './case-look.ts'

/** Where it is, with the cases nearby that may be the same. */
export function CasePlace({ found }: { found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const go = useGo()
  if (!found.point) return null
  const here = {
    id: found.id,
    ...found.point,
    title: text(found.category.title),
    tone: toneOfCase(found),
    state: text(found.stateTitle),
  }
  const near = found.similar.map(({ id, point, category, number }) => ({
    id,
    ...point,
    title: `${number} ${text(category.title)}`,
    tone: 'neutral' as const,
  }))
  return (
    <DistrictMap label={t('pane.here')} height="15rem" center={found.point} zoom={14}>
      <MapPoints
        id="case"
        title={t('pane.here')}
        shape="case"
        things={[here, ...near]}
        cluster={false}
        openId={found.id}
        onOpen={(id) => id !== found.id && go(`/work/cases/${id}`)}
      />
    </DistrictMap>
  )
}
