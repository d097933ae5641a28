/** Enterprises, traders, associations: by code, by the kernel of the name, by who stands for them and where they are. */
import type { Surroundings } from '#protocols/chinese-address'
import { parseCreditCode, parseOrganisationCode } from '#protocols/credit-code'
import { home, lawfulNumber, sameOrNot, slip, words } from './fields.ts'
import { homeKey, placeColumns, readPlace } from './place.ts'
import type { Raw, Spec, Values } from './spec.ts'
import { clean, modernScript, personName, phoneNumber } from './text.ts'

const joined = (...parts: (string | undefined)[]) => (parts.every(Boolean) ? parts.join('|') : undefined)
const form =
  /(股份有限公司|有限责任公司|有限公司|集团公司|合伙企业\(?(有限|普通)合伙\)?|个人独资企业|专业合作社|经营部|工作室|商行|\((有限|普通)合伙\)|公司|厂|店|部)$/
const region = /^(中国|上海市?青浦区?|上海市?|青浦区?|江苏省?|浙江省?|北京市?)/

/** 青浦建设(集团)有限公司 → 建设集团: the name without place, form of company and brackets; branches keep theirs. */
export function nameKernel(written: string): string {
  const bare = modernScript(clean(written)).replace(/[《》"'“”·.,，、\s]/g, '')
  let kernel = bare
  for (let round = 0; round < 3; round++) {
    const next = kernel
      .replace(form, '')
      .replace(region, '')
      .replace(/^\((.+?)\)/, '$1')
    if ([...next.replace(/[()]/g, '')].length < 2) break
    kernel = next
  }
  return kernel.replace(/[()]/g, '')
}

/** A nine-character organisation code is the inside of a credit code; alone it has no check over the whole, so it proves nothing. */
function codes(raw: Raw): Values {
  const whole = raw['creditCode'] ? parseCreditCode(raw['creditCode']) : null
  if (whole) return { code: whole.organisation, valid: whole.faults.length === 0 ? '1' : undefined }
  const short = parseOrganisationCode(raw['organisationCode'] ?? raw['creditCode'] ?? '')
  return short ? { code: short.code } : {}
}

const normaliseIn =
  (around: Surroundings) =>
  (raw: Raw): Values => {
    const name = raw['name'] ? modernScript(clean(raw['name'])) : undefined
    return {
      ...codes(raw),
      name,
      kernel: name && nameKernel(name),
      person: personName(raw['person']).name,
      phone: phoneNumber(raw['phone']),
      kind: raw['kind'] ? clean(raw['kind']) : undefined,
      ...readPlace(raw['address'], around),
    }
  }

export const legalEntitiesIn = (around: Surroundings): Spec => ({
  kind: 'legal-entity',
  version: 1,
  columns: ['code', 'valid', 'name', 'kernel', 'person', 'phone', 'kind', ...placeColumns],
  normalise: normaliseIn(around),
  keys: [
    { id: 'code', of: ({ code }) => code, cap: 60 },
    { id: 'kernel', of: ({ kernel }) => kernel, cap: 60 },
    { id: 'kernel-start-person', of: ({ kernel, person }) => joined(kernel?.slice(0, 2), person), cap: 60 },
    { id: 'phone', of: ({ phone }) => phone, cap: 40 },
    { id: 'person-home', of: (values) => joined(values['person'], homeKey(values)), cap: 40 },
    { id: 'kernel-start-home', of: (values) => joined(values['kernel']?.slice(0, 2), homeKey(values)), cap: 40 },
  ],
  fields: [
    lawfulNumber({ id: 'code', title: { zh: '统一社会信用代码', en: 'credit code' } }, 'valid', 1e-9),
    words({ id: 'kernel', title: { zh: '字号', en: 'name without place and form' } }),
    sameOrNot({ id: 'person', title: { zh: '法定代表人', en: 'legal representative' } }, 0.85),
    slip({ id: 'phone', title: { zh: '电话', en: 'phone' } }, { m: 0.7, blocked: true }),
    home({ id: 'home', title: { zh: '住所', en: 'registered address' } }, 0.7),
    sameOrNot({ id: 'kind', title: { zh: '类型', en: 'kind' } }, 0.9),
  ],
  // Firms of one owner share the owner, the phone and the address.
  together: [
    [
      ['person', 'same'],
      ['phone', 'same'],
    ],
    [
      ['person', 'same'],
      ['home', 'same'],
    ],
    [
      ['phone', 'same'],
      ['home', 'same'],
    ],
  ],
  only: { column: 'code', holds: 'valid' },
  doubts: [
    {
      id: 'other-name',
      title: { zh: '名称不同，可能是同一人的另一家企业', en: 'another name: perhaps another firm of the same owner' },
      when: { kernel: ['somewhat', 'different'] },
      unless: { code: ['same', 'close'] },
    },
    { id: 'two-codes', title: { zh: '两个有效代码不同', en: 'two valid codes' }, when: { code: ['conflict'] } },
  ],
  thresholds: { match: 3, review: -4 },
  from: { module: import.meta.url, name: 'legalEntities' },
})

export const legalEntities = legalEntitiesIn({})
