import { insertRows } from '#engines/registers'
import { type Ctx, settingsOf } from '#kernel'
import { registrySettings } from './definition.ts'
import { chanceOf } from './demo-chance.ts'
import { residentOf } from './demo-residents.ts'
import { dwellings, occupants } from './housing.ts'
import { macroSeries } from './macro.ts'
import { byLevel } from './store-addresses.ts'

const HOMES = 60

/** Homes of the first residents, with who lives there by which right. */
export async function plantHousing(ctx: Ctx, homes: readonly string[], residents: number): Promise<void> {
  const rooms = new Map((await byLevel(ctx, 'room', 4000)).map((row) => [row.full_name, row]))
  const lives = Map.groupBy(
    Array.from({ length: residents }, (_, n) => residentOf(n, homes)),
    ({ address }) => address,
  )
  const chance = chanceOf(77)
  const rows = [...lives].slice(0, HOMES).flatMap(([address, people]) => {
    const room = rooms.get(address)
    const owner = people[0]
    return room && owner
      ? [{ room, owner, people, tenure: chance.of(['owned', 'owned', 'owned', 'rented', 'social'] as const) }]
      : []
  })
  const ids = await insertRows(
    ctx,
    dwellings,
    rows.map(({ room, owner, tenure }) => ({
      address: room.full_name,
      address_code: room.code,
      area: room.area,
      use: 'home',
      tenure,
      built: chance.whole(1988, 2022),
      floor_m2: chance.whole(48, 140),
      ...(tenure === 'owned' && { owner: owner.name, owner_number: owner.id_number }),
      visited_on: `2026-0${chance.whole(1, 9)}-1${chance.whole(0, 9)}`,
      place: { lon: room.lon, lat: room.lat },
    })),
  )
  await insertRows(
    ctx,
    occupants,
    rows.flatMap(({ room, people, tenure }, at) =>
      people.map((person, n) => ({
        dwelling: ids[at] as string,
        area: room.area,
        name: person.name,
        number: person.id_number,
        relation: tenure === 'owned' ? (n === 0 ? ('owner' as const) : ('family' as const)) : ('tenant' as const),
        since: `20${chance.whole(10, 25)}-0${chance.whole(1, 9)}-01`,
      })),
    ),
  )
}

const series = [
  { indicator: 'gross-product', title: '地区生产总值', unit: '亿元', first: 1310, growth: 5.2 },
  { indicator: 'industrial-output', title: '规模以上工业总产值', unit: '亿元', first: 1720, growth: 4.1 },
  { indicator: 'fixed-investment', title: '全社会固定资产投资', unit: '亿元', first: 620, growth: 6.3 },
  { indicator: 'retail-sales', title: '社会消费品零售总额', unit: '亿元', first: 640, growth: 4.8 },
  { indicator: 'public-revenue', title: '一般公共预算收入', unit: '亿元', first: 210, growth: 3.9 },
  { indicator: 'new-jobs', title: '新增就业岗位', unit: '万个', first: 2.9, growth: 1.5 },
] as const

const tenth = (n: number) => Math.round(n * 10) / 10

/** Invented values of plausible size: the demo says on every screen that it is one. */
export async function plantMacro(ctx: Ctx): Promise<void> {
  const organisation = settingsOf(ctx.house, registrySettings).demo?.statistics
  if (!organisation) return
  const chance = chanceOf(2025)
  const rows = series.flatMap(({ indicator, title, unit, first, growth }) =>
    [2021, 2022, 2023, 2024, 2025].flatMap((year, at) => {
      const rate = tenth(growth + (chance.next() - 0.5) * 4)
      const value = first * (1 + growth / 100) ** at
      const common = { indicator, title, unit, organisation, growth: rate }
      const quarters = [1, 2, 3, 4].map((quarter) => ({
        ...common,
        period: `${year}Q${quarter}`,
        every: 'quarter' as const,
        value: tenth((value * quarter) / 4),
        standing: year === 2025 ? ('preliminary' as const) : ('final' as const),
        released_on: quarter === 4 ? `${year + 1}-01-20` : `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-20`,
      }))
      return [
        ...quarters,
        {
          ...common,
          period: String(year),
          every: 'year' as const,
          value: tenth(value),
          standing: year === 2025 ? ('preliminary' as const) : ('final' as const),
          released_on: `${year + 1}-02-28`,
        },
      ]
    }),
  )
  await insertRows(ctx, macroSeries, rows)
}
