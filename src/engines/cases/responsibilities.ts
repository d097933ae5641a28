import { area, choice, defineRegister, organisation, text } from '#engines/registers'
import { byArea, byCapability } from '#kernel'
import { scopesOf } from './categories.ts'

/** 派遣责任表：the deepest area wins, then the smaller category. All staff read it; whoever administers an area changes its rows. */
export const responsibilities = defineRegister({
  id: 'cases.responsibilities',
  title: { zh: '派遣责任表', en: 'Dispatch table' },
  about: {
    zh: '哪个区域的哪类案件由哪个单位处置。区域越小、类别越细越优先；换单位后新案件按新的派遣，已派遣的不变。',
    en: 'Which unit answers for which place and category. The deepest place wins, then the narrowest category; a change is for new cases only.',
  },
  table: 'cases.responsibility',
  naturalKey: ['area', 'category'],
  label: 'category',
  columns: {
    area: area({ title: { zh: '区域', en: 'Area' }, required: true, filter: true }),
    category: choice({
      title: { zh: '类别', en: 'Category' },
      hint: { zh: '全部、大类或小类', en: 'Every category, a big or a small class' },
      required: true,
      filter: true,
      codes: scopesOf,
    }),
    unit: organisation({ title: { zh: '责任单位', en: 'Unit' }, required: true, filter: true }),
    note: text({ title: { zh: '备注', en: 'Note' } }),
  },
  may: { read: 'cases.read', edit: 'cases.administer' },
  visible: [byCapability('cases.read')],
  editable: [byArea('cases.administer', 'area')],
  small: true,
  retention: { zh: '长期', en: 'for ever' },
  legalBasis: { zh: '无个人信息', en: 'none needed, no personal data' },
  catalogue: {
    sharing: 'unconditional',
    opening: 'none',
    openingTerms: { zh: '内部派遣依据', en: 'For internal dispatch' },
    cycle: 'irregular',
    duty: 'grid_centre',
  },
})
