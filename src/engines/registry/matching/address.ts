/** Standard addresses: the same home written by several departments. */
import type { Surroundings } from '#protocols/chinese-address'
import { sameOrNot, slip, words } from './fields.ts'
import { homeKey, placeColumns, readPlace } from './place.ts'
import type { Spec, Values } from './spec.ts'

const joined = (...parts: (string | undefined)[]) => (parts.every(Boolean) ? parts.join('|') : undefined)
const inner = ({ building, room }: Values) => (building || room ? `${building ?? ''}-${room ?? ''}` : undefined)

export const addressesIn = (around: Surroundings): Spec => ({
  kind: 'address',
  version: 1,
  columns: [...placeColumns],
  normalise: (raw) => readPlace(raw['address'], around),
  keys: [
    { id: 'home', of: homeKey, cap: 60 },
    { id: 'street-house-room', of: (values) => joined(values['street'], values['house'], inner(values) ?? '-'), cap: 60 },
    { id: 'estate-start-room', of: (values) => joined(values['estate']?.slice(0, 2), inner(values)), cap: 60 },
    { id: 'street-start-room', of: (values) => joined(values['street']?.slice(0, 2), values['house'], inner(values)), cap: 60 },
  ],
  fields: [
    sameOrNot({ id: 'town', title: { zh: '镇街道', en: 'town' } }, 0.97),
    words({ id: 'street', title: { zh: '路、村', en: 'street or village' } }),
    slip({ id: 'house', title: { zh: '弄、号', en: 'lane and door' } }, { m: 0.95, frequency: true }),
    words({ id: 'estate', title: { zh: '小区、楼宇', en: 'estate' } }),
    sameOrNot({ id: 'building', title: { zh: '幢', en: 'building' } }, 0.98),
    sameOrNot({ id: 'unit', title: { zh: '单元', en: 'unit' } }, 0.97),
    sameOrNot({ id: 'room', title: { zh: '室', en: 'room' } }, 0.98),
  ],
  // A street door belongs to its street, an estate to its street and town.
  together: [
    [
      ['street', 'same'],
      ['house', 'same'],
    ],
    [
      ['street', 'same'],
      ['estate', 'same'],
    ],
    [
      ['town', 'same'],
      ['estate', 'same'],
    ],
  ],
  only: null,
  doubts: [
    { id: 'other-building', title: { zh: '幢不同', en: 'another building' }, when: { building: ['different'] } },
    { id: 'other-unit', title: { zh: '单元不同', en: 'another unit' }, when: { unit: ['different'] } },
    { id: 'other-room', title: { zh: '室不同', en: 'another room' }, when: { room: ['different'] } },
    { id: 'other-house', title: { zh: '门牌不同', en: 'another door' }, when: { house: ['different', 'close'] } },
  ],
  thresholds: { match: 3, review: -2 },
  from: { module: import.meta.url, name: 'addresses' },
})

export const addresses = addressesIn({})
