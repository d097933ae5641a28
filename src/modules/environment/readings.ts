import type { Reading } from '#engines/observations'
import { numberOf, type Factor, type Packet } from '#protocols/hj212'
import { dataCommands, dataFlags, factorNames, oldFactorCodes, stateCommands } from '#protocols/hj212-names'
import { localToInstant } from '#protocols/local-time'
import type { MonitorFactor } from './schema.ts'

/** What the gateway knows of a registered device. */
export interface Device {
  id: string
  mn: string
  password: string | null
  crc: 'hj212' | 'modbus'
  standard: '2005' | '2017' | '2025'
  state: 'in-use' | 'stopped'
  factors: ReadonlyMap<string, MonitorFactor>
}

/** Which field carries the value, by what is wanted; the first that is there. Converted 折算 values exist for flue gas. */
const measured = ['Rtd', 'Avg', 'Data', 'Cou'] as const
const converted = ['ZsRtd', 'ZsAvg', ...measured] as const

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)

/** The time of a group, or null when it is missing, impossible or more than a day ahead. */
export function dataTimeOf(text: string | null, zone: string, now: Date): Date | null {
  const at = text === null ? null : localToInstant(text, zone)
  return at && at.getTime() >= earliest && at.getTime() <= now.getTime() + dayMs ? at : null
}

/**
 * A packet's factors as readings, or null when a time in it cannot be right. Sub-packets 分包 of one message carry the same
 * data time, so their readings meet by it; `dataTime` stands in for a sub-packet that does not repeat it.
 */
export function readingsOf(
  packet: Packet,
  device: Device,
  { zone, now, dataTime }: { zone: string; now: Date; dataTime: string | null },
): Reading[] | null {
  const data = dataCommands[packet.cn]
  const kind = data ?? stateCommands[packet.cn]
  if (!kind) return []
  const readings: Reading[] = []
  for (const group of packet.groups) {
    if (group.factors.length === 0) continue
    const at = dataTimeOf(group.dataTime ?? dataTime, zone, now)
    if (!at) return null
    for (const factor of group.factors)
      readings.push({
        ...(data ? valueOf(factor, packet, device) : stateOf(factor)),
        thing: device.id,
        kind,
        at,
        sourceKey: sourceKeyOf(packet),
      })
  }
  return readings
}

/** HJ 212 names a message by QN and part; a repeat carries the same. */
const sourceKeyOf = ({ qn, part, cn }: Packet) => `${qn ?? ''}/${part?.index ?? 1}/${cn}`

type Value = Pick<Reading, 'property' | 'value' | 'flag' | 'usable'> & Partial<Pick<Reading, 'name' | 'unit' | 'detail'>>

function valueOf({ code, fields }: Factor, packet: Packet, device: Device): Value {
  const isOld = packet.standard === '2005' || device.standard === '2005'
  const property = (isOld && oldFactorCodes[code]) || code
  const known = device.factors.get(property)
  const field = (known?.use === 'converted' ? converted : measured).find((suffix) => fields[suffix] !== undefined)
  const value = field ? numberOf(fields[field]) : null
  const flag = fields['Flag'] ?? ''
  const usual = factorNames[property]
  const unit = known?.unit ?? usual?.unit
  const rest = Object.entries(fields).filter(([suffix]) => suffix !== field && suffix !== 'Flag')
  const detail = Object.fromEntries(rest.map(([suffix, text]) => [suffix, numberOf(text) ?? text.slice(0, 60)]))
  return {
    property: property.slice(0, 40),
    ...(usual && { name: { zh: usual.zh, en: usual.en } }),
    ...(unit && { unit }),
    value,
    flag: flag.slice(0, 8),
    usable: value !== null && (flag === '' || (dataFlags[flag]?.usable ?? false)),
    ...((rest.length > 0 || property !== code) && { detail: property === code ? detail : { ...detail, sentAs: code } }),
  }
}

/** Equipment state 设备运行状态: SB1-RS (running or not), SB1-RT (hours run). */
function stateOf({ code, fields }: Factor): Value {
  const [suffix = 'RS', text] =
    Object.entries(fields).find(([key]) => key === 'RS' || key === 'RT') ?? Object.entries(fields)[0] ?? []
  const value = numberOf(text)
  return { property: `${code}-${suffix}`.slice(0, 40), value, flag: '', usable: value !== null }
}
