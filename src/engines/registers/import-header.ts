import type { Locale } from '#kernel'
import { type Column, type Columns, mustBeGiven } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { columnsMissing, columnsTwice, noColumns } from './errors-import.ts'

export interface HeaderColumn {
  title: string
  column: string | null
}

/** `主体名称 *`, ` 主体名称（必填）` and `主体名称` are one title. */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((必填|选填|required|optional)\)/g, '')
    .replace(/[\s*]/g, '')

interface Fit {
  columns: HeaderColumn[]
  twice: string[]
  /** Required columns that the file does not have, or not under a title that is known. */
  missing: [string, Column][]
}

/** Which column of the register each column of the file is for: by its name, or its title in either language. */
export function fitHeader(register: AnyRegister, header: readonly string[]): Fit {
  // What is computed stands in exported files too: given back, it is left aside like a title that is not known.
  const entries = Object.entries(register.columns as Columns).filter(([, { computed }]) => !computed)
  const taken = new Set<string>()
  const twice: string[] = []
  const columns = header.map((title): HeaderColumn => {
    const wanted = plainTitle(title)
    const fits = entries.filter(([name, column]) => wanted !== '' && answersTo(name, column, title, wanted))
    const free = fits.find(([name]) => !taken.has(name))?.[0]
    if (fits.length > 0 && !free) twice.push(title)
    if (free) taken.add(free)
    return { title: title.slice(0, 200), column: free ?? null }
  })
  return { columns, twice, missing: missingIn(register, columns) }
}

export function missingIn(register: AnyRegister, columns: readonly HeaderColumn[]): [string, Column][] {
  const taken = new Set(columns.map(({ column }) => column))
  return Object.entries(register.columns as Columns).filter(([name, column]) => mustBeGiven(column) && !taken.has(name))
}

/** Throws when nothing fits, a required column is missing or one is there twice. */
export function refuseMisfit(register: AnyRegister, { columns, twice, missing }: Fit, locale: Locale): void {
  const entries = Object.entries(register.columns as Columns)
  const required = entries.filter(([, column]) => mustBeGiven(column))
  const titlesOf = (some: [string, Column][]) => some.map(([, { title }]) => title[locale]).join(locale === 'zh' ? '、' : ', ')
  if (columns.every(({ column }) => column === null))
    throw noColumns({
      titles: columns
        .slice(0, 6)
        .map(({ title }) => title)
        .join(', ')
        .slice(0, 200),
      wanted: titlesOf(required.length > 0 ? required : entries),
    })
  if (twice.length > 0) throw columnsTwice({ twice: twice.join(', ').slice(0, 200) })
  if (missing.length > 0) throw columnsMissing({ missing: titlesOf(missing) })
}

const answersTo = (name: string, { title }: Column, given: string, wanted: string): boolean =>
  given.trim() === name || wanted === plainTitle(title.zh) || wanted === plainTitle(title.en)

/** The titles of a file made here: in the reader's language, a title that stands twice with its name behind it. */
export function titlesFor(register: AnyRegister, names: readonly string[], locale: Locale): string[] {
  const titles = names.map((name) => (register.columns[name] as Column).title[locale])
  return titles.map((title, at) => (titles.indexOf(title) === at ? title : (names[at] as string)))
}
