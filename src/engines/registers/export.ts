import { Readable } from 'node:stream'
import { maskAs, recordRead } from '#engines/audit'
import { writeCsv, writeXlsx } from '#engines/documents'
import { type Ctx, districtOf, holds, type Locale, type Reply } from '#kernel'
import { attachment, type FileFormat } from './attachment.ts'
import { codesOf, type Column, type Columns, type Point } from './columns.ts'
import { type AnyRegister, maskedOf, personalOf, referencesOf, registerKind } from './define.ts'
import { outOfReach } from './errors.ts'
import { mayNotUnmask, noPlace, purposeNeeded } from './errors-import.ts'
import { type Listing, listingOf, type Query } from './filters.ts'
import { titlesFor } from './import-header.ts'
import { placeNames } from './names.ts'
import { type PageRow, page as pageOf } from './store-page.ts'
import { keysOf, unmaskable } from './store-export.ts'
import { valueOf } from './views.ts'

const PAGE = 2000
const SHORTEST_PURPOSE = 4

export interface Wanted {
  format: FileFormat
  unmask: boolean
  purpose?: string | undefined
}

/** What of a page stands outside its rows, looked up for the page at once. */
interface Around {
  /** Names of areas and units by path, as a later import finds them again. */
  places: Map<string, string>
  /** Keys of rows referred to, by column and id. */
  keys: Map<string, Map<string, string>>
  /** Rows whose masked fields this reader may have in clear. */
  clear: ReadonlySet<string>
}

/**
 * The list as a file: the same rows, filters and masks, streamed page by page, each page a short read of its own, so that
 * a register of any size leaves in constant memory. It is one read in the audit, with how many rows left.
 */
export async function exportRows(
  ctx: Ctx,
  register: AnyRegister,
  { format, unmask, purpose = '' }: Wanted,
  query: Query,
): Promise<Reply> {
  const columns = query['columns'] ?? Object.keys(register.columns)
  const listing = await ctx.transact('read', (inner) => listingOf(inner, register, { ...query, columns }))
  if (listing.removed && !holds(ctx.user, register.may.edit)) throw outOfReach()
  if (unmask && !(register.may.unmask && holds(ctx.user, register.may.unmask))) throw mayNotUnmask()
  if (unmask && purpose.trim().length < SHORTEST_PURPOSE) throw purposeNeeded()
  const place = register.map?.column ?? Object.entries(register.columns as Columns).find(([, { kind }]) => kind === 'point')?.[0]
  if (format === 'geojson' && !place) throw noPlace()
  const audited = { unmask, purpose: purpose.trim() || purposeOf(query) }
  const title = register.title[ctx.locale]
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: districtOf(ctx.house).timeZone }).format(ctx.now)
  const name = `${title} ${day}.${format}`
  const pages = pagesOf(ctx, register, listing, audited)
  if (format === 'geojson') return attachment(name, format, featuresOf(ctx, register, listing, pages, place as string))
  const header = titlesFor(register, listing.columns, ctx.locale)
  const rows = tableRows(ctx, register, listing, pages)
  return attachment(name, format, format === 'csv' ? writeCsv(header, rows) : writeXlsx(header, rows, { sheet: title }))
}

const purposeOf = (query: Query): string =>
  JSON.stringify(Object.fromEntries(Object.entries(query).filter(([key, value]) => value !== undefined && key !== 'purpose')))

interface Page {
  rows: PageRow[]
  around: Around
}

async function* pagesOf(
  ctx: Ctx,
  register: AnyRegister,
  listing: Listing,
  { unmask, purpose }: { unmask: boolean; purpose: string },
): AsyncGenerator<Page> {
  let count = 0
  let after: Listing['after']
  const known = new Map<string, string>()
  try {
    for (;;) {
      const page: Page = await ctx.transact('read', async (inner) => {
        const rows = await pageOf(inner, register, { ...listing, after, limit: PAGE })
        return { rows, around: await aroundOf(inner, register, listing, rows, { unmask, known }) }
      })
      count += page.rows.length
      yield page
      const last = page.rows.at(-1)
      if (!last || page.rows.length < PAGE) return
      after = { key: last._key, id: last.id }
    }
  } finally {
    const what = unmask ? `${register.id}: ${personalOf(register).join(', ')}` : register.id
    await ctx.transact('write', async (inner) => recordRead(inner, { what, count, purpose }))
  }
}

async function aroundOf(
  ctx: Ctx,
  register: AnyRegister,
  { columns }: Listing,
  rows: readonly PageRow[],
  { unmask, known }: { unmask: boolean; known: Map<string, string> },
): Promise<Around> {
  for (const kind of ['area', 'organisation'] as const) {
    const names = columns.filter((name) => register.columns[name].kind === kind)
    const paths = new Set(
      names.flatMap((name) => rows.map((row) => row[name])).filter((path): path is string => typeof path === 'string'),
    )
    await learnPlaces(
      ctx,
      kind,
      [...paths].filter((path) => !known.has(path)),
      known,
    )
  }
  const keys = new Map<string, Map<string, string>>()
  for (const { column, to } of referencesOf(register)) {
    if (!columns.includes(column)) continue
    const ids = [...new Set(rows.map((row) => row[column]).filter((id): id is string => typeof id === 'string'))]
    keys.set(column, await keysOf(ctx, ctx.house.get(registerKind, to), ids))
  }
  const clear =
    unmask && maskedOf(register).length > 0
      ? await unmaskable(
          ctx,
          register,
          rows.map(({ id }) => id),
        )
      : new Set<string>()
  return { places: known, keys, clear }
}

/** The name where it names one place alone, else the path: either is found again by an import. */
async function learnPlaces(ctx: Ctx, kind: 'area' | 'organisation', paths: string[], known: Map<string, string>): Promise<void> {
  if (paths.length === 0) return
  const found = await placeNames(ctx, kind, paths)
  const back = await placeNames(
    ctx,
    kind,
    [...found.values()].map(({ name }) => name[ctx.locale]),
  )
  for (const path of paths) {
    const name = found.get(path)?.name[ctx.locale]
    known.set(path, name !== undefined && back.get(name)?.path === path ? name : path)
  }
}

function shownValue(ctx: Ctx, column: Column, row: PageRow, name: string, clear: ReadonlySet<string>): unknown {
  const value = valueOf(ctx, column, row[name])
  return column.mask && typeof value === 'string' && !clear.has(row.id) ? maskAs(column.mask, value) : value
}

const YES: Record<Locale, readonly [string, string]> = { zh: ['是', '否'], en: ['yes', 'no'] }

async function* tableRows(
  ctx: Ctx,
  register: AnyRegister,
  { columns }: Listing,
  pages: AsyncIterable<Page>,
): AsyncGenerator<unknown[][]> {
  const clock = wallClock(districtOf(ctx.house).timeZone)
  const shown = columns.map((name) => ({ name, column: (register.columns as Columns)[name] as Column }))
  for await (const { rows, around } of pages)
    yield rows.map((row) =>
      shown.map(({ name, column }) => {
        const value = shownValue(ctx, column, row, name, around.clear)
        if (value === null) return null
        if (typeof value === 'boolean') return YES[ctx.locale][value ? 0 : 1]
        if (column.kind === 'instant') return clock(value as string)
        if (column.kind === 'choice')
          return column.codes ? (codesOf(column.codes, ctx.house)[value as string]?.[ctx.locale] ?? value) : value
        if (column.kind === 'area' || column.kind === 'organisation') return around.places.get(value as string) ?? value
        if (column.kind === 'reference') return around.keys.get(name)?.get(value as string) ?? value
        if (column.kind === 'point') return `${(value as Point).lon},${(value as Point).lat}`
        return value
      }),
    )
}

/** `2026-11-20 09:30:00` on the district's clocks; moments finer than a second stay as they are. */
function wallClock(timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (iso) => (iso.endsWith('.000Z') ? format.format(new Date(iso)) : iso)
}

/** GeoJSON (RFC 7946): codes and names of columns as the interface has them; rows without a place have no geometry. */
function featuresOf(ctx: Ctx, register: AnyRegister, { columns }: Listing, pages: AsyncIterable<Page>, place: string): Readable {
  const shown = columns
    .filter((name) => name !== place)
    .map((name) => ({ name, column: (register.columns as Columns)[name] as Column }))
  const pieces = async function* () {
    let before = '{"type":"FeatureCollection","features":[\n'
    for await (const { rows, around } of pages) {
      const features = rows.map((row) => {
        const at = valueOf(ctx, (register.columns as Columns)[place] as Column, row[place]) as Point | null
        const properties = Object.fromEntries(
          shown.map(({ name, column }) => [name, shownValue(ctx, column, row, name, around.clear)]),
        )
        const geometry = at && { type: 'Point', coordinates: [at.lon, at.lat] }
        return JSON.stringify({ type: 'Feature', id: row.id, geometry, properties })
      })
      if (features.length === 0) continue
      yield Buffer.from(before + features.join(',\n'))
      before = ',\n'
    }
    yield Buffer.from(before.startsWith('{') ? `${before}]}` : '\n]}')
  }
  return Readable.from(pieces(), { objectMode: false })
}
