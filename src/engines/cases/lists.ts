import { type Ctx, Written } from '#kernel'
import { isSmallClass } from './categories.ts'
import { filterUnknown } from './errors.ts'
import { type CasePage, type CaseQuery, CaseState, endedStates } from './schema.ts'
import * as store from './store-list.ts'
import { cardOf, finishCards } from './views.ts'

interface Cursor {
  at: string
  id: string
}
const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined
  try {
    const { at, id } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Cursor
    if (/^[0-9a-f-]{36}$/.test(id) && (at === 'infinity' || !Number.isNaN(Date.parse(at)))) return { at, id }
  } catch {
    // Falls through to the refusal below.
  }
  throw filterUnknown({ value: text })
}

/** `open`, `ended` or any states, with commas. */
function statesOf(text: string | undefined): CaseState[] {
  if (!text) return []
  return text.split(',').flatMap((word) => {
    if (word === 'open') return CaseState.options.filter((state) => !(endedStates as readonly string[]).includes(state))
    if (word === 'ended') return [...endedStates]
    const parsed = CaseState.safeParse(word)
    if (!parsed.success) throw filterUnknown({ value: word })
    return [parsed.data]
  })
}

const flag = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true')

/** One more than a page, so that it is known whether another follows. */
function wantedBy(ctx: Ctx, query: CaseQuery, ids?: readonly string[]): store.ListWanted {
  const { category, channel, area, unit, q, sort, limit } = query
  return {
    category: category ? { code: category, isSmall: isSmallClass(ctx.house, category) } : undefined,
    channel,
    area,
    unit,
    q,
    sort,
    ids,
    states: statesOf(query.state),
    overdue: flag(query.overdue),
    suspended: flag(query.suspended),
    after: readCursor(query.cursor),
    limit: limit + 1,
  }
}

function nextOf(rows: readonly { id: string; place: string }[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return last ? writeCursor({ at: last.place, id: last.id }) : null
}

/** What the asker may see, page by page. Without a state: open ones first come from `state=open`. */
export async function listCases(ctx: Ctx, query: CaseQuery, ids?: readonly string[]): Promise<CasePage> {
  const rows = await store.list(ctx, wantedBy(ctx, query, ids))
  return { items: rows.slice(0, query.limit).map((row) => cardOf(ctx, row)), next: nextOf(rows, query.limit) }
}

/** The same page as it goes over the line: for the list that everybody looks at all day. */
export async function writeCases(ctx: Ctx, query: CaseQuery): Promise<Written> {
  const rows = await store.listWritten(ctx, wantedBy(ctx, query))
  const cards = finishCards(ctx, rows.slice(0, query.limit))
  return new Written(`{"items":[${cards.join(',')}],"next":${JSON.stringify(nextOf(rows, query.limit))}}`)
}
