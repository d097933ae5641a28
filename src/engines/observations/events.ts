import { defineEvent, refOf } from '#kernel'
import { AlarmCleared, AlarmEscalated, AlarmRaised } from './schema.ts'

export const alarmType = 'observations.alarm'
export const thingType = 'observations.thing'
const alarmRef = ({ alarmId }: { alarmId: string }) => refOf(alarmType, alarmId)

/** A limit was passed: once per exceedance, with the readings that prove it. */
export const alarmRaised = defineEvent('observations.alarm-raised', AlarmRaised, alarmRef)
export const alarmCleared = defineEvent('observations.alarm-cleared', AlarmCleared, alarmRef)
/** Nobody acknowledged it in time. */
export const alarmEscalated = defineEvent('observations.alarm-escalated', AlarmEscalated, alarmRef)
