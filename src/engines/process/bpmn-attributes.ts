import type { Clock } from '#engines/calendar'
import type { LimitSource, MultiInstance } from './definition.ts'
import type { Complain } from './drawing-check.ts'

/** As bpmn-moddle gives it: a bag of properties with a type. */
export type Raw = { $type: string; id?: string; name?: string; $attrs?: Record<string, string> } & Record<string, any>

const clocks: readonly Clock[] = ['urgent-hours', 'working-hours', 'working-days', 'natural-days']

/** `3 working-days`, an ISO 8601 duration (continuous hours, or natural days), or the name of a variable. */
export function readLimit(text: string | undefined, id: string, complain: Complain): LimitSource | undefined {
  if (text === undefined) return undefined
  const [amount = '', clock = ''] = text.trim().split(/\s+/)
  if ((clocks as string[]).includes(clock) && Number(amount) >= 0)
    return { limit: { amount: Number(amount), clock: clock as Clock } }
  const iso = /^P(?:(\d+)D|T(?:(\d+)H)?(?:(\d+)M)?)$/.exec(text.trim())
  if (iso?.[1]) return { limit: { amount: Number(iso[1]), clock: 'natural-days' } }
  if (iso && (iso[2] || iso[3]))
    return { limit: { amount: Number(iso[2] ?? 0) + Number(iso[3] ?? 0) / 60, clock: 'urgent-hours' } }
  if (/^[A-Za-z_][\w.]*$/.test(text.trim())) return { variable: text.trim() }
  complain(id, `"${text}" is neither a limit like "3 working-days", nor P2D or PT4H, nor a variable`, `“${text}”不是可用的时限`)
  return undefined
}

export function readMulti(raw: Raw, id: string, complain: Complain): MultiInstance | undefined {
  if (raw.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    complain(id, `${raw.$type} is not supported`, '不支持的循环方式')
    return undefined
  }
  if (!raw['over'])
    complain(
      id,
      'a joint step needs district:over, the variable with its participants',
      '会签环节须以 district:over 指定参与单位变量',
    )
  const needs = readNeeds(raw['needs'] ?? 'all')
  if (!needs)
    complain(
      id,
      `district:needs="${raw['needs']}" must be all, any, a number or a percentage`,
      'district:needs 只能是 all、any、个数或百分比',
    )
  const hear = raw['hear'] ?? 'enough'
  if (hear !== 'enough' && hear !== 'all')
    complain(id, `district:hear="${hear}" must be enough or all`, 'district:hear 只能是 enough 或 all')
  for (const foreign of ['loopCardinality', 'completionCondition', 'loopDataInputRef', 'inputDataItem'])
    if (raw[foreign])
      complain(
        id,
        `${foreign} is not supported; use district:over and district:needs`,
        `不支持 ${foreign}，请用 district:over 与 district:needs`,
      )
  return {
    over: raw['over'] ?? '',
    inTurn: raw['isSequential'] === true,
    needs: needs ?? 'all',
    hear,
    ...(raw['counting'] && { counting: raw['counting'] }),
  }
}

function readNeeds(text: string): MultiInstance['needs'] | undefined {
  if (text === 'all' || text === 'any') return text
  if (/^[1-9]\d*$/.test(text)) return { count: Number(text) }
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)
  return percent && Number(percent[1]) > 0 && Number(percent[1]) <= 100 ? { percent: Number(percent[1]) } : undefined
}
