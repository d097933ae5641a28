import { maskAs } from '#engines/audit'
import { vectorOf } from '#engines/search'
import type { Text } from '#kernel'
import { PartnerFault } from './partner.ts'
import { fitsType } from './rows.ts'
import type { Item, Refusal } from './schema.ts'

type Row = Record<string, unknown>
const MOST_SHOWN = 100
const LONGEST_VALUE = 80

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/** What of a value may be written down: personal ones behind their mask. */
const shown = (item: Item | undefined, value: unknown): string | null =>
  isEmpty(value)
    ? null
    : item?.mask || item?.personal
      ? maskAs(item.mask ?? 'all', String(value))
      : String(value).slice(0, LONGEST_VALUE)

const keyOf = (items: readonly Item[], keys: readonly string[], row: Row): string =>
  keys
    .map(
      (name) =>
        shown(
          items.find((item) => item.name === name),
          row[name],
        ) ?? '–',
    )
    .join(' · ')

function faultsOf(items: readonly Item[], keys: readonly string[], row: Row, line: number): Refusal[] {
  const key = keyOf(items, keys, row)
  const faults: Refusal[] = Object.keys(row)
    .filter((name) => !items.some((item) => item.name === name))
    .map((name) => ({ line, key, item: name.slice(0, 60), code: 'strange', value: null }))
  for (const item of items) {
    const value = row[item.name]
    if (isEmpty(value)) {
      if (keys.includes(item.name)) faults.push({ line, key, item: item.name, code: 'empty', value: null })
    } else if (!fitsType(item.type, String(value)))
      faults.push({ line, key, item: item.name, code: 'type', value: shown(item, value) })
  }
  return faults
}

const words: Record<Refusal['code'], Text> = {
  strange: { zh: '没有约定过的列', en: 'a column nobody agreed on' },
  empty: { zh: '主键为空', en: 'no value in the key' },
  type: { zh: '类型不符', en: 'a value of another type' },
  twice: { zh: '同一批里主键重复', en: 'a key that came before in the batch' },
}

/** A batch as it will be stored, or all that is wrong with it: one row that is not as agreed keeps the whole batch out. */
export function checkedBatch(
  items: readonly Item[],
  keys: readonly string[],
  rows: readonly Row[],
  before: number,
): (Row & { _words: string })[] {
  const seen = new Set<string>()
  const refused = rows.flatMap((row, at) => {
    const key = JSON.stringify(keys.map((name) => row[name]))
    const twice = seen.has(key)
    seen.add(key)
    const line = before + at + 1
    const again = { line, key: keyOf(items, keys, row), item: keys.join('、'), code: 'twice' as const, value: null }
    return [...faultsOf(items, keys, row, line), ...(twice ? [again] : [])]
  })
  const [first] = refused
  if (first) {
    const count = new Set(refused.map(({ line }) => line)).size
    const detail = {
      zh: `${rows.length} 行中有 ${count} 行不合约定；第 ${first.line} 行 ${first.item}：${words[first.code].zh}`,
      en: `${count} of ${rows.length} rows are not as agreed; row ${first.line}: ${first.item}: ${words[first.code].en}`,
    }
    throw new PartnerFault('wrong', detail, refused.slice(0, MOST_SHOWN))
  }
  return rows.map((row) => {
    const texts = Object.values(row).filter((value) => typeof value === 'string')
    return { ...row, _words: vectorOf({ titles: [], body: texts.join(' '), numbers: [] }) }
  })
}
