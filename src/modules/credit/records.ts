import { boolean, choice, date, defineRegister, integer, organisation, secret, text } from '#engines/registers'
import type { House, Text } from '#kernel'
import { creditOf } from './settings.ts'
import { byRecordsSubject } from './store-rights.ts'
import { takeIn } from './taken-in.ts'

const titled = (from: readonly { code: string; title: Text }[]): Record<string, Text> =>
  Object.fromEntries(from.map(({ code, title }) => [code, title]))

export const degrees = {
  minor: { zh: '轻微', en: 'Minor' },
  general: { zh: '一般', en: 'General' },
  serious: { zh: '严重', en: 'Serious' },
}
export const states = {
  published: { zh: '公示中', en: 'Published' },
  unpublished: { zh: '不公示', en: 'Not published' },
  repaired: { zh: '已修复', en: 'Repaired' },
  ended: { zh: '公示期满', en: 'Publication over' },
}
export const flagTitles: Record<string, Text> = {
  'code-shape': { zh: '代码不是 18 位', en: 'Not a code of 18 characters' },
  'code-check': { zh: '代码校验不符', en: 'Check character wrong' },
  'person-check': { zh: '证件号校验不符', en: 'Identity number does not check' },
  'no-subject': { zh: '缺主体代码', en: 'No subject' },
  'degree-missing': { zh: '缺失信程度', en: 'Degree missing' },
  'basis-missing': { zh: '缺法律依据', en: 'Legal basis missing' },
}

/** 公共信用信息台账: everything departments hand in, doubtful codes included. What follows from an act is computed, whatever a file says. */
export const records = defineRegister({
  id: 'credit.records',
  title: { zh: '信用信息', en: 'Credit records' },
  about: {
    zh: '各部门认定的公共信用信息：许可、处罚、检查、承诺、荣誉等。公示状态按修复规则自动推算，代码有误的保留并标记。',
    en: 'What departments recognise: licences, penalties, inspections, commitments, honours. Publication follows the repair rule; wrong codes are kept and flagged.',
  },
  naturalKey: ['source', 'document_number'],
  label: 'title',
  columns: {
    subject_code: text({
      title: { zh: '统一社会信用代码', en: 'Unified social credit code' },
      hint: { zh: '自然人留空，改填姓名和证件号码', en: 'Empty for a person: give name and number instead' },
      maxLength: 40,
      filter: true,
      standard: 'GB 32100-2015',
    }),
    subject_name: text({ title: { zh: '主体名称', en: 'Subject' }, maxLength: 120, search: true }),
    person_name: secret({ title: { zh: '自然人姓名', en: 'Person’s name' }, maxLength: 40, mask: 'name' }),
    person_number: secret({
      title: { zh: '证件号码', en: 'Identity number' },
      maxLength: 24,
      mask: 'id-number',
      filter: true,
      standard: 'GB 11643-1999',
    }),
    source: organisation({ title: { zh: '认定单位', en: 'Recognised by' }, required: true, filter: true }),
    document_number: text({ title: { zh: '文书号', en: 'Document number' }, required: true, maxLength: 80, search: true }),
    field: choice({
      title: { zh: '领域', en: 'Field' },
      required: true,
      filter: true,
      codes: (house: House) => titled(creditOf(house).fields),
    }),
    kind: choice({
      title: { zh: '信息类别', en: 'Kind' },
      required: true,
      filter: true,
      codes: (house: House) => titled(creditOf(house).kinds),
    }),
    title: text({ title: { zh: '事项', en: 'Matter' }, required: true, maxLength: 200, search: true }),
    decided_on: date({ title: { zh: '认定日期', en: 'Decided on' }, required: true, filter: true, sort: true }),
    valid_until: date({ title: { zh: '有效期至', en: 'Valid until' } }),
    degree: choice({
      title: { zh: '失信程度', en: 'Degree' },
      codes: degrees,
      hint: { zh: '失信行为必填', en: 'Needed for dishonest acts' },
    }),
    outcome: choice({
      title: { zh: '承诺履行', en: 'Commitment' },
      codes: { kept: { zh: '已履行', en: 'Kept' }, broken: { zh: '违背', en: 'Broken' } },
    }),
    term_months: integer({ title: { zh: '认定公示期', en: 'Term set' }, unit: '月', min: 0, max: 60 }),
    must_publish: boolean({ title: { zh: '法定须公示', en: 'Must be published by law' } }),
    basis: text({ title: { zh: '法律依据', en: 'Legal basis' }, maxLength: 300 }),
    content: text({ title: { zh: '内容', en: 'Content' }, wide: true }),
    duty_done_on: date({ title: { zh: '义务履行日期', en: 'Duty done on' } }),
    state: choice({
      title: { zh: '公示状态', en: 'Publication' },
      codes: states,
      filter: true,
      computed: true,
    }),
    repair_from: date({ title: { zh: '可修复起始日', en: 'Repair from' }, computed: true }),
    publish_until: date({ title: { zh: '公示截止日', en: 'Published until' }, computed: true }),
    disputed: boolean({ title: { zh: '异议中', en: 'Disputed' }, computed: true }),
    flags: text({ title: { zh: '质量标记', en: 'Flags' }, filter: 'prefix', computed: true }),
  },
  may: { read: 'credit.read', edit: 'credit.edit', import: 'credit.edit', unmask: 'credit.unmask' },
  within: { organisation: 'source' },
  visible: [byRecordsSubject],
  list: {
    columns: ['subject_name', 'subject_code', 'kind', 'title', 'source', 'decided_on', 'degree', 'state', 'flags'],
    sort: '-id',
  },
  retention: {
    zh: '失信信息公示结束后 5 年；其他信息有效期满后 5 年',
    en: 'Adverse: 5 years after publication; others: 5 years after they expire',
  },
  legalBasis: { zh: '《上海市社会信用条例》；《信用修复管理办法》', en: 'Shanghai social credit regulation; NDRC order 36' },
  validate: ({ subject_code, person_number, kind, degree }) => [
    ...(subject_code || person_number
      ? []
      : [
          {
            path: 'subject_code',
            code: 'subject',
            text: { zh: '请填写统一社会信用代码或证件号码', en: 'Give a credit code or an identity number' },
          },
        ]),
    ...(degree && ['licence', 'honour', 'registration'].includes(kind)
      ? [{ path: 'degree', code: 'degree', text: { zh: '许可和荣誉没有失信程度', en: 'A licence or an honour has no degree' } }]
      : []),
  ],
  onChange: takeIn,
  catalogue: {
    sharing: 'conditional',
    sharingTerms: { zh: '公示期内信息无条件共享；不公示信息按授权', en: 'Published ones freely; others with consent' },
    opening: 'conditional',
    openingTerms: { zh: '仅公示期内的法人信息，不含自然人', en: 'Enterprises’ published records only' },
    cycle: 'daily',
    duty: 'science',
  },
})
