import type { Client } from '../client.ts'
import { motifs, type Motif } from '../picture.ts'
import type { Options } from '../options.ts'
import type { Places } from '../places.ts'
import type { Random } from '../random.ts'
import type { Tally } from '../tally.ts'

export interface World {
  options: Options
  places: Places
  random: Random
  tally: Tally
  until: AbortSignal
  /** What the platform's clock says: another time than ours while the month before is told. */
  now: () => Date
}

export interface Category {
  code: string
  kind: 'event' | 'component'
  title: { zh: string }
  open: boolean
  attributes: { code: string; datatype: string; required: boolean; values: { key: string }[] }[]
}

/** What may be reported, as the platform lists it; classes that ask for more than words are left to the pages. */
export async function askCategories(client: Client): Promise<Category[]> {
  const { items } = (await client.must('GET', '/api/cases/categories')) as { items: Category[] }
  return items.filter(({ attributes }) => attributes.every(({ required }) => !required))
}

/** Which picture tells of it. */
export function motifOf({ title }: Category): Motif {
  if (/水|井|河|渠|泵/.test(title.zh)) return 'water'
  if (/树|绿|草|花/.test(title.zh)) return 'green'
  if (/路|桥|车|道|灯/.test(title.zh)) return 'road'
  if (/建|房|墙|广告|招牌/.test(title.zh)) return 'building'
  return 'rubbish'
}
export const anyMotif = (random: Random): Motif => random.pick(Object.keys(motifs) as Motif[])

const openings = ['', '您好，', '我住在附近，', '刚才路过，', '昨天就有了，', '麻烦看一下，']
const endings = ['请尽快处理。', '影响走路，请派人来看看。', '已经好几天了。', '小孩老人经过不安全。', '希望有人管一管。', '']
const details = ['靠近公交站', '在小区北门外', '菜场后面', '学校门口', '桥下', '十字路口东南角', '河边步道', '停车场入口']

/** What somebody says of it. */
export const tell = (random: Random, { title }: Category, where: string): string =>
  `${random.pick(openings)}${where}${random.pick(details)}有${title.zh}的情况，${random.pick(endings)}`.replace(/，$/, '。')

/** For Chinese ears 详细地址: the town and a street number. */
const streets = [
  '青松路',
  '公园路',
  '城中东路',
  '盈港东路',
  '漕平路',
  '课植园路',
  '章练塘路',
  '金溪路',
  '华新街',
  '重固大街',
  '鹤吉路',
  '徐泾中路',
]
export const addressOf = (random: Random, where: string): string => `${where}${random.pick(streets)}${random.int(1, 380)}号`

/** From no one's range. */
export const phoneOf = (random: Random): string => `199000${String(random.int(10_000, 99_999))}`
