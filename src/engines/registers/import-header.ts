import type { Locale } from '#kernel'
import type { Column, Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { columnsMissing, columnsTwice, noColumns } from './errors-import.ts'

export interface HeaderColumn {
  title: string
  column: string | null
}

/** `主体名称 *`, ` 主体名称（必填）` and `主体名称` are one title. */
const plain = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((必填|选填|required|optional)\)/g, '')
    .replace(/[\s*]/g, '')

/**
 * Which column of the register each column of the file is for: by its name, or its title in either language. Columns that
 * are not known are left aside and told. Throws when nothing fits, a required column is missing or one is there twice.
 */
export function readHeader(register: AnyRegister, header: readonly string[], locale: Locale): HeaderColumn[] {
  // What is computed stands in exported files too: given back, it is left aside like a title that is not known.
  const entries = Object.entries(register.columns as Columns).filter(([, { computed }]) => !computed)
  const taken = new Set<string>()
  const twice: string[] = []
  const columns = header.map((title): HeaderColumn => {
    const wanted = plain(title)
    const fits = entries.filter(([name, column]) => wanted !== '' && answersTo(name, column, title, wanted))
    const free = fits.find(([name]) => !taken.has(name))?.[0]
    if (fits.length > 0 && !free) twice.push(title)
    if (free) taken.add(free)
    return { title: title.slice(0, 200), column: free ?? null }
  })
  const titlesOf = (some: [string, Column][]) => some.map(([, { title }]) => title[locale]).join(locale === 'zh' ? '、' : ', ')
  const required = entries.filter(([, column]) => column.required)
  if (taken.size === 0)
    throw noColumns({
      titles: header.slice(0, 6).join(', ').slice(0, 200),
      wanted: titlesOf(required.length > 0 ? required : entries),
    })
  if (twice.length > 0) throw columnsTwice({ twice: twice.join(', ').slice(0, 200) })
  const missing = required.filter(([name]) => !taken.has(name))
  if (missing.length > 0) throw columnsMissing({ missing: titlesOf(missing) })
  return columns
}

const answersTo = (name: string, { title }: Column, given: string, wanted: string): boolean =>
  given.trim() === name || wanted === plain(title.zh) || wanted === plain(title.en)

/** The titles of a file made here: in the reader's language, a title that stands twice with its name behind it. */
export function titlesFor(register: AnyRegister, names: readonly string[], locale: Locale): string[] {
  const titles = names.map((name) => (register.columns[name] as Column).title[locale])
  return titles.map((title, at) => (titles.indexOf(title) === at ? title : (names[at] as string)))
}
