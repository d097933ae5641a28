import { byArea, byOrganisation, type ProtectedType } from '#kernel'
import { alarmType, thingType } from './events.ts'

const seen = [byArea('observations.read', 'area_path'), byOrganisation('observations.read', 'organisation_path')]

/** Whoever may read observations where a station stands, or for the unit that answers for it. */
export const things: ProtectedType = { type: thingType, table: 'observations.thing', key: 'id', visible: seen }
export const alarmRows: ProtectedType = { type: alarmType, table: 'observations.alarm', key: 'id', visible: seen }
