import { actionTitles } from '#engines/audit'
import { entryTitles } from './words.ts'

/** How this room's acts are called in the audit: as in a case's history, and the few that stand in none. */
export const acts = actionTitles({
  ...Object.fromEntries(Object.entries(entryTitles).map(([what, title]) => [`cases.${what}`, title])),
  'cases.report': { zh: '上报案件', en: 'Reported a case' },
  'cases.join': { zh: '并入已有案件的上报', en: 'A report joined a case' },
  'cases.merge': { zh: '并案', en: 'Merged cases' },
  'cases.unmerge': { zh: '撤销并案', en: 'Undid a merge' },
  'cases.correct': { zh: '更正案件信息', en: 'Corrected a case' },
  'cases.rate': { zh: '公众评价', en: 'Rated by the reporter' },
  'cases.hide': { zh: '不对外公开', en: 'Hid a case from the public' },
  'cases.show': { zh: '恢复公开', en: 'Showed a case to the public again' },
  'cases.erase-reporters': { zh: '到期清除上报人信息', en: 'Erased reporters whose time had come' },
})
