import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { RadioGroup } from '#kit/form/fields.tsx'
import type { Bound } from '#kit/form/use-form.ts'
import type { Place } from '#kit/map/place.ts'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { NearbyCase } from '../../../engines/cases/schema.ts'
import { publicStateTitles } from '../../../engines/cases/words.ts'

const NONE = 'none'

/** What others have reported near here: choosing one adds this person to it. */
export function NearbyChoice({
  place,
  category,
  bound,
}: {
  place: Place | null
  category: string | null
  bound: Bound<string | null>
}) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const query = useApi<{ items: NearbyCase[] }>(
    place && withQuery('/api/cases/nearby', { lon: place.lon, lat: place.lat, category }),
  )
  if (!place) return null
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="report-none">{t('report.nearNone')}</p>
        ) : (
          <RadioGroup
            {...bound}
            value={bound.value ?? NONE}
            onChange={(value) => bound.onChange(value === NONE ? null : value)}
            label={<span className="unseen">{t('report.nearAsk')}</span>}
            options={[
              ...items.map((near) => ({
                value: near.id,
                title: [text(near.category.title), near.address].filter(Boolean).join(' · '),
                hint: t('report.nearFacts', {
                  metres: near.metres,
                  state: text(publicStateTitles[near.publicState]),
                  count: near.reports,
                }),
              })),
              { value: NONE, title: t('report.notThese') },
            ]}
          />
        )
      }
    </Loaded>
  )
}
