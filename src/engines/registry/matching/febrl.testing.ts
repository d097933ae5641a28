/** The columns of the FEBRL sets (Australian persons, made by a generator), for tests. */
import { day, slip, words } from './fields.ts'
import type { Raw, Spec, Values } from './spec.ts'

const columns = [
  'given_name',
  'surname',
  'street_number',
  'address_1',
  'address_2',
  'suburb',
  'postcode',
  'state',
  'date_of_birth',
  'soc_sec_id',
]
const joined = (...parts: (string | undefined)[]) => (parts.every(Boolean) ? parts.join('|') : undefined)
const named = (id: string) => ({ id, title: { zh: id, en: id } })
const start = (values: Values, id: string, length: number) => values[id]?.slice(0, length)

export const febrl: Spec = {
  kind: 'febrl',
  version: 1,
  columns,
  normalise: (raw: Raw) =>
    Object.fromEntries(columns.map((id) => [id, raw[id]?.trim().toLowerCase().replace(/\s+/g, ' ') || undefined])),
  keys: [
    { id: 'number', of: (values) => values['soc_sec_id'], cap: 100 },
    { id: 'birth', of: (values) => values['date_of_birth'], cap: 100 },
    { id: 'names', of: (values) => joined(start(values, 'surname', 3), start(values, 'given_name', 3)), cap: 100 },
    { id: 'surname-postcode', of: (values) => joined(start(values, 'surname', 2), values['postcode']), cap: 100 },
    { id: 'street', of: (values) => joined(values['street_number'], start(values, 'address_1', 5)), cap: 100 },
    { id: 'suburb-given', of: (values) => joined(start(values, 'suburb', 5), start(values, 'given_name', 2)), cap: 100 },
  ],
  fields: [
    words(named('given_name')),
    words(named('surname')),
    slip(named('street_number')),
    words(named('address_1')),
    words(named('address_2')),
    words(named('suburb')),
    slip(named('postcode')),
    day(named('date_of_birth')),
    slip(named('soc_sec_id'), { blocked: true }),
  ],
  together: [],
  only: null,
  doubts: [],
  thresholds: { match: 3, review: -4 },
  from: { module: import.meta.url, name: 'febrl' },
}
