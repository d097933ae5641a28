import { defineKind, type House, type Text } from '#kernel'

/** What an act is called in the list of the audit: `'cases.merge': { zh: '合并案件', en: 'Merged a case' }`. */
const actionKind = defineKind<{ action: string; title: Text }>({ name: 'audited act', keyOf: ({ action }) => action })

/** A room names the acts it records; one without a name is shown by its code. */
export const actionTitles = (titles: Record<string, Text>) =>
  Object.entries(titles).map(([action, title]) => actionKind.of({ action, title }))

export const titleOf = (house: House, action: string): Text | null => house.find(actionKind, action)?.title ?? null
