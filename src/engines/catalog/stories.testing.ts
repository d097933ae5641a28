import { createTableResource, resourceById } from '#engines/catalog'
import { type Platform, system } from '#kernel'

const towns = ['夏阳街道', '盈浦街道', '朱家角镇']
async function* permits() {
  yield Array.from({ length: 60 }, (_, at) => [
    `QP2026${String(at).padStart(4, '0')}`,
    `门店${at}号`,
    `张三${at}`,
    `1380000${String(at).padStart(4, '0')}`,
    towns[at % 3] as string,
    at % 10 === 0 ? '' : `2027-0${1 + (at % 9)}-15`,
  ])
}

/** A small table of permits kept by the operations centre, as a story needs it. */
export async function loadPermits(house: { platform: Platform }, more: object = {}): Promise<{ id: string; table: string }> {
  const who = { user: system, origin: { kind: 'cli' as const, name: 'story' } }
  const id = await createTableResource(house.platform.outside(who), {
    resource: {
      source: 'upload',
      format: '0200',
      name: { zh: '门店许可', en: 'Shop permits' },
      abstract: { zh: '沿街门店许可', en: 'Permits of shops' },
      class: '205001',
      provider: 'qingpu.grid_centre',
      sharing: 2,
      sharingBasis: '限履行监管职责',
      sharingWays: ['api', 'dataset', 'exchange'],
      opening: 3,
      cycle: 4,
      tags: ['许可'],
      related: [],
      ...more,
    },
    header: ['许可编号', '单位名称', '法定代表人', '联系电话', '街镇', '有效期至'],
    batches: permits(),
    from: () => ({ ref: 'catalog.source:permits.csv', detail: { file: 'permits.csv' } }),
  })
  return house.platform.transact(who, 'read', async (ctx) => {
    const resource = await resourceById(ctx, id)
    return { id, table: resource.distributions[0]?.id as string }
  })
}
