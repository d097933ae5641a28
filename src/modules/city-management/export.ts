import { type Ctx, districtOf, Reply } from '#kernel'
import { record } from '#engines/audit'
import { categoryShown, channelTitles, listCases } from '#engines/cases'
import { writeCsv } from '#engines/documents'
import type { CaseListQuery } from './schema.ts'

type Card = Awaited<ReturnType<typeof listCases>>['items'][number]

const MOST = 50_000
const PAGE = 200

const heads = {
  zh: [
    '编号',
    '状态',
    '来源',
    '大类',
    '小类',
    '描述',
    '地址',
    '区域',
    '处置单位',
    '上报时间',
    '本环节到期',
    '超时',
    '挂账',
    '办结时间',
    '反映次数',
    '经度',
    '纬度',
  ],
  en: [
    'Number',
    'State',
    'Channel',
    'Family',
    'Category',
    'Description',
    'Address',
    'Area',
    'Unit',
    'Reported',
    'Due',
    'Overdue',
    'Suspended',
    'Ended',
    'Reports',
    'Longitude',
    'Latitude',
  ],
}

/** The list as a table for spreadsheets, under the same filters and the same rights, page by page; who took it is kept. */
export async function exportCases(ctx: Ctx, query: CaseListQuery): Promise<Reply> {
  const { cursor: _, limit: __, mine: ___, ...filters } = query
  const today = new Intl.DateTimeFormat('sv', { timeZone: districtOf(ctx.house).timeZone }).format(ctx.now)
  await ctx.transact('write', async (inner) => record(inner, { action: 'cases.export', after: { filters } }))
  // The first page before the answer begins: a filter that means nothing is refused in words, not by a broken file.
  const read: Read = (cursor) =>
    ctx.transact('read', (inner) => listCases(inner, { ...filters, limit: PAGE, ...(cursor && { cursor }) }))
  const first = await read(undefined)
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="cases-${today}.csv"`,
    'cache-control': 'no-store',
  }
  return new Reply(200, headers, writeCsv(heads[ctx.locale], batches(ctx, first, read)))
}

type Page = Awaited<ReturnType<typeof listCases>>
type Read = (cursor: string | undefined) => Promise<Page>

async function* batches(ctx: Ctx, first: Page, read: Read): AsyncIterable<(string | null)[][]> {
  const local = new Intl.DateTimeFormat('sv', {
    timeZone: districtOf(ctx.house).timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const time = (at: string | null) => at && local.format(new Date(at))
  let page = first
  for (let count = PAGE; ; count += PAGE) {
    yield page.items.map((card) => rowOf(ctx, card, time))
    if (!page.next || count >= MOST) return
    page = await read(page.next)
  }
}

function rowOf({ house, locale }: Ctx, card: Card, time: (at: string | null) => string | null): (string | null)[] {
  const yes = { zh: '是', en: 'yes' }[locale]
  const { category, point } = card
  return [
    card.number,
    card.stateTitle[locale],
    channelTitles[card.channel][locale],
    categoryShown(house, category.code).family.title[locale],
    category.title[locale],
    card.description,
    card.address,
    card.area.name[locale],
    card.unit?.name[locale] ?? null,
    time(card.reportedAt),
    time(card.dueAt),
    card.overdue ? yes : null,
    card.suspended ? yes : null,
    time(card.endedAt),
    String(card.reports),
    point && String(point.lon),
    point && String(point.lat),
  ]
}
