import { defineKind, type House, type Text } from '#kernel'

/** What an act is called in the list of the audit: `'cases.merge': { zh: '合并案件', en: 'Merged a case' }`. */
const actionKind = defineKind<{ action: string; title: Text }>({ name: 'audited act', keyOf: ({ action }) => action })

/** A room names the acts it records; one without a name is shown by its code. */
export const actionTitles = (titles: Record<string, Text>) =>
  Object.entries(titles).map(([action, title]) => actionKind.of({ action, title }))

const roomOf = (house: House, id: string): Text => house.modules.find((module) => module.id === id)?.title ?? { zh: id, en: id }

/** Entries that no service wrote itself are named by where they came from: a listener, a sweep, a job, an endpoint. */
const byOrigin: [RegExp, (room: Text, what: string) => Text][] = [
  [/^on:([^/]+)\/(.+)$/, (room, what) => ({ zh: `${room.zh}：自动跟进（${what}）`, en: `${room.en}: followed up (${what})` })],
  [
    /^(?:ticker|job):([^.]+)\.(.+)$/,
    (room, what) => ({ zh: `${room.zh}：定时任务（${what}）`, en: `${room.en}: sweep (${what})` }),
  ],
  [
    /^[A-Z]+ \/api\/([^/]+)\/?(.*)$/,
    (room, what) => ({ zh: `${room.zh}：提交${what && `（${what}）`}`, en: `${room.en}: sent${what && ` (${what})`}` }),
  ],
]

/** In the reader's words; null for an act that its room has not named. */
export function titleOf(house: House, action: string): Text | null {
  const declared = house.find(actionKind, action)?.title
  if (declared) return declared
  for (const [form, name] of byOrigin) {
    const [, room, what] = form.exec(action) ?? []
    if (room !== undefined && what !== undefined) return name(roomOf(house, room), what)
  }
  return null
}
