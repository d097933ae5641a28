/** People. What is declared here comes from how numbers and names are given in China, not from any labelled set. */
import type { Surroundings } from '#protocols/chinese-address'
import { nationalIdCore, parseNationalId } from '#protocols/national-id'
import { chineseName, day, home, lawfulNumber, sameOrNot, slip } from './fields.ts'
import { homeKey, placeColumns, readPlace } from './place.ts'
import type { Raw, Spec, Values } from './spec.ts'
import { calendarDay, personName, phoneNumber, sexOf } from './text.ts'

const joined = (...parts: (string | undefined)[]) => (parts.every(Boolean) ? parts.join('|') : undefined)

/** A number of 15 digits has no check character, so it is held against others but proves nothing. */
function identity(raw: Raw, bornOn: string | undefined): Values {
  const found = raw['idNumber'] ? parseNationalId(raw['idNumber'], bornOn ? Number(bornOn.slice(0, 4)) : undefined) : null
  if (!found) return {}
  const valid = found.written === 18 && found.faults.length === 0
  return {
    id: nationalIdCore(found.id),
    valid: valid ? '1' : undefined,
    ...(valid && { birth: found.bornOn?.replaceAll('-', ''), sex: found.sex }),
  }
}

const normaliseIn =
  (around: Surroundings) =>
  (raw: Raw): Values => {
    const birth = calendarDay(raw['birth'])
    const { birth: bornById, sex: sexById, ...number } = identity(raw, birth)
    const { sex: sexByTitle, ...name } = personName(raw['name'])
    return {
      ...number,
      ...name,
      birth: birth ?? bornById,
      sex: sexOf(raw['sex']) ?? sexById ?? sexByTitle,
      phone: phoneNumber(raw['phone']),
      ...readPlace(raw['address'], around),
    }
  }

/** Month and day in ascending order: an exchange of both is found all the same. */
const birthKey = (birth: string | undefined) =>
  birth && (birth.slice(4, 6) < birth.slice(6) ? birth : birth.slice(0, 4) + birth.slice(6) + birth.slice(4, 6))
const given = ({ name, sound, family }: Values) => (name ? sound?.split(' ').slice(family?.length).join(' ') : undefined)

export const populationIn = (around: Surroundings): Spec => ({
  kind: 'population',
  version: 1,
  columns: ['id', 'valid', 'name', 'sound', 'family', 'birth', 'sex', 'phone', ...placeColumns],
  normalise: normaliseIn(around),
  keys: [
    { id: 'id', of: ({ id }) => id, cap: 60 },
    { id: 'phone', of: ({ phone }) => phone, cap: 60 },
    { id: 'family-birth', of: ({ familySound, birth }) => joined(familySound, birthKey(birth)), cap: 60 },
    { id: 'given-birth', of: (values) => joined(given(values), birthKey(values['birth'])), cap: 60 },
    { id: 'home', of: homeKey, cap: 60 },
    { id: 'name-birth-month', of: ({ sound, name, birth }) => joined(name && sound, birth?.slice(0, 6)), cap: 60 },
    { id: 'id-area-birth-name', of: ({ id, sound, name }) => joined(id?.slice(6, 12), name && sound), cap: 60 },
    {
      id: 'name-town-estate',
      of: ({ sound, name, town, estate, street }) => joined(name && sound, estate ?? street ?? town),
      cap: 40,
    },
  ],
  fields: [
    lawfulNumber({ id: 'id', title: { zh: '身份号码', en: 'identity number' } }, 'valid', 1e-9),
    chineseName({ id: 'name', title: { zh: '姓名', en: 'name' } }),
    day({ id: 'birth', title: { zh: '出生日期', en: 'birth date' } }),
    sameOrNot({ id: 'sex', title: { zh: '性别', en: 'sex' } }, 0.99),
    slip({ id: 'phone', title: { zh: '电话', en: 'phone' } }, { m: 0.75, blocked: true }),
    home({ id: 'home', title: { zh: '住址', en: 'home' } }),
  ],
  // A household shares its home, its phone and its family name.
  together: [
    [
      ['phone', 'same'],
      ['home', 'same'],
    ],
    [
      ['name', 'family'],
      ['home', 'same'],
    ],
    [
      ['name', 'character'],
      ['home', 'same'],
    ],
  ],
  only: { column: 'id', holds: 'valid' },
  doubts: [
    {
      id: 'other-name',
      title: { zh: '姓名不同，可能是同住家人', en: 'another name: perhaps a member of the household' },
      when: { name: ['family', 'character', 'different'] },
      unless: { id: ['same', 'close'] },
    },
    {
      id: 'other-birth',
      title: { zh: '出生日期不同，可能是同名家人', en: 'another birth date: perhaps a namesake' },
      when: { birth: ['different'] },
      unless: { id: ['same', 'close'] },
    },
    {
      id: 'one-number-two-names',
      title: { zh: '号码相同而姓名全不相同，可能是重号或错填', en: 'one number, two names: given twice, or written by mistake' },
      when: { id: ['same', 'close'], name: ['different'] },
      unless: { home: ['same'], phone: ['same'] },
    },
    { id: 'two-numbers', title: { zh: '两个有效身份号码不同', en: 'two valid identity numbers' }, when: { id: ['conflict'] } },
  ],
  thresholds: { match: 3, review: -4 },
  from: { module: import.meta.url, name: 'population' },
})

export const population = populationIn({})
