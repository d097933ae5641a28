import type { Place } from '#kit/map/place.ts'
import type { FormFault } from '#kit/form/use-form.ts'
import type { FactorLimit, Monitor, MonitorFactor } from '../schema.ts'

export interface LimitDraft extends Omit<FactorLimit, 'raiseAt'> {
  key: string
  raiseAt: number | null
}
export interface FactorDraft extends Omit<MonitorFactor, 'limits' | 'unit'> {
  key: string
  unit: string
  limits: LimitDraft[]
}
export interface Draft {
  mn: string
  password: string
  removePassword: boolean
  name: string
  enterprise: string
  systemCode: string | null
  standard: '2005' | '2017' | '2025'
  crc: 'hj212' | 'modbus'
  state: 'in-use' | 'stopped'
  point: Place | null
  factors: FactorDraft[]
}

const newKey = () => crypto.randomUUID()

export const newLimit = (change: Partial<LimitDraft> = {}): LimitDraft => ({
  key: newKey(),
  kind: 'real-time',
  direction: 'above',
  raiseAt: null,
  raiseAfter: 2,
  clearAfter: 2,
  severity: 'serious',
  ...change,
})
export const newFactor = (code = '', unit = '', limits: LimitDraft[] = []): FactorDraft => ({
  key: newKey(),
  code,
  unit,
  use: 'measured',
  limits,
})

export const emptyDraft = (mn = '', systemCode: string | null = null): Draft => ({
  mn,
  password: '',
  removePassword: false,
  name: '',
  enterprise: '',
  systemCode,
  standard: '2017',
  crc: 'hj212',
  state: 'in-use',
  point: null,
  factors: [],
})

export const draftOf = (monitor: Monitor): Draft => ({
  ...emptyDraft(monitor.mn, monitor.systemCode),
  name: monitor.name,
  enterprise: monitor.enterprise ?? '',
  standard: monitor.standard,
  crc: monitor.crc,
  state: monitor.state,
  point: monitor.point,
  factors: monitor.factors.map(({ limits, unit, ...factor }) => ({
    ...factor,
    key: newKey(),
    unit: unit ?? '',
    limits: limits.map((limit) => ({ ...limit, key: newKey() })),
  })),
})

/** What the server is sent; a limit without a number never gets this far. */
const factorsOf = (drafts: readonly FactorDraft[]): MonitorFactor[] =>
  drafts.map(({ key: _, unit, limits, ...factor }) => ({
    ...factor,
    ...(unit && { unit }),
    limits: limits.flatMap(({ key: __, raiseAt, ...limit }) => (raiseAt === null ? [] : [{ ...limit, raiseAt }])),
  }))

export const bodyOf = (draft: Draft) => ({
  name: draft.name.trim(),
  enterprise: draft.enterprise.trim() || null,
  systemCode: draft.systemCode,
  standard: draft.standard,
  crc: draft.crc,
  state: draft.state,
  point: draft.point,
  factors: factorsOf(draft.factors),
})

type Missing = 'mn' | 'mnFormat' | 'password' | 'name' | 'system' | 'place' | 'factor' | 'limit'

/** What is still wrong, in the order of the form. */
export function faultsOf(draft: Draft, say: (what: Missing) => string, sayTwice: (code: string) => string): FormFault[] {
  const codes = draft.factors.map(({ code }) => code.trim())
  const twice = codes.find((code, index) => code && codes.indexOf(code) !== index)
  const faults: (FormFault | false)[] = [
    !draft.mn.trim() && { path: 'mn', detail: say('mn') },
    draft.mn.trim() !== '' && !/^[A-Za-z0-9_-]{1,64}$/.test(draft.mn.trim()) && { path: 'mn', detail: say('mnFormat') },
    draft.password !== '' && !/^[!-~]{1,24}$/.test(draft.password) && { path: 'password', detail: say('password') },
    !draft.name.trim() && { path: 'name', detail: say('name') },
    !draft.systemCode && { path: 'systemCode', detail: say('system') },
    !draft.point && { path: 'point', detail: say('place') },
    codes.some((code) => !code) && { path: 'factors', detail: say('factor') },
    draft.factors.some(({ limits }) => limits.some(({ raiseAt }) => raiseAt === null)) && {
      path: 'factors',
      detail: say('limit'),
    },
    twice !== undefined && { path: 'factors', detail: sayTwice(twice) },
  ]
  return faults.filter((fault): fault is FormFault => fault !== false)
}
