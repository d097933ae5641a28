import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DistrictMap } from '../../kit/map/district-map.tsx'

/** The map in the middle; rooms put their marks on it with panels in the slot `map`. */
export function CommandMap({ children }: { children: ReactNode }) {
  const { t } = useTranslation('web')
  return <DistrictMap label={t('command.map')}>{children}</DistrictMap>
}
