import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { StationDrawer } from './station-drawer.tsx'
import { useStationMarks } from './use-stations.ts'

/** Stations on the wall's map; a mark opens the station's drawer. Alarms are the stations' fill. */
export function StationsOnMap() {
  const { t } = useTranslation('observations')
  const { things, tones } = useStationMarks()
  const [{ station, drawer }, change] = useAddress()
  const open = useCallback((id: string) => change({ station: id, drawer: '1' }), [change])
  const close = useCallback(() => change({ drawer: null }), [change])
  return (
    <>
      <MapPoints
        id="stations"
        title={t('wall.stations')}
        shape="station"
        things={things}
        tones={tones}
        onOpen={open}
        {...(station && { openId: station })}
      />
      {station && drawer && <StationDrawer id={station} close={close} />}
    </>
  )
}
