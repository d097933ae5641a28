import type { Text } from '#kernel'
import type { ColumnFigures } from './store-table.ts'
import type { DatasetRow, ResourceRow } from './store.ts'
import { cycleHours } from './words.ts'

export type QualityPart = 'complete' | 'timely' | 'described' | 'reusable' | 'valid'
const titles: Record<QualityPart, Text> = {
  complete: { zh: '完整：单元格有值的比例', en: 'Complete: share of cells that hold a value' },
  timely: { zh: '及时：按承诺的周期更新', en: 'Timely: renewed as promised' },
  described: { zh: '说明：摘要、标签、字段含义', en: 'Described: summary, tags, meaning of columns' },
  reusable: { zh: '可用：结构化、接口、开放许可', en: 'Reusable: structured, by API, under an open licence' },
  valid: { zh: '规范：字段有确定类型', en: 'Valid: columns have a definite type' },
}
const weights: Record<QualityPart, number> = { complete: 30, timely: 25, described: 20, reusable: 15, valid: 10 }

/** Is it older than its cycle promises? */
export function isLate({ cycle, data_at: at, state }: Pick<DatasetRow, 'cycle' | 'data_at' | 'state'>, now: Date): boolean {
  const hours = cycleHours[cycle]
  return (
    state === 'published' &&
    hours !== null &&
    hours !== undefined &&
    at !== null &&
    now.getTime() - at.getTime() > (hours * 1.5 + 1) * 3_600_000
  )
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)

/** Five parts of a score of a hundred; what is stored is refreshed with the data, what depends on the day is reckoned anew. */
export function qualityOf(
  dataset: DatasetRow,
  resources: readonly ResourceRow[],
  figures: readonly Record<string, ColumnFigures>[],
  now: Date,
): { score: number; parts: { id: QualityPart; score: number; title: Text }[] } {
  const tables = resources.filter(({ kind }) => kind === 'table')
  const fields = tables.flatMap((table) => table.fields)
  const cells = tables.reduce((sum, table) => sum + Math.min(table.row_count, 100_000) * table.fields.length, 0)
  const filled = figures.flatMap((one) => Object.values(one)).reduce((sum, one) => sum + one.filled, 0)
  const described = [
    dataset.notes.zh.length >= 15,
    dataset.tags.length >= 2,
    dataset.contact !== null,
    fields.every(({ id, title }) => title.zh !== id || /\p{Script=Han}/u.test(id)),
  ]
  const parts: Record<QualityPart, number> = {
    complete: cells === 0 ? 0 : share(filled, cells),
    timely: isLate(dataset, now) ? 0.3 : 1,
    described: described.filter(Boolean).length / described.length,
    reusable: tables.length > 0 ? 1 : 0.4,
    valid:
      share(fields.filter(({ type }) => type !== 'text').length * 2, fields.length) > 1
        ? 1
        : 0.5 + share(fields.filter(({ type }) => type !== 'text').length, fields.length),
  }
  const list = (Object.keys(parts) as QualityPart[]).map((id) => ({
    id,
    score: Math.round(Math.min(1, parts[id]) * 100),
    title: titles[id],
  }))
  return { score: Math.round(list.reduce((sum, { id, score }) => sum + (score * weights[id]) / 100, 0)), parts: list }
}
