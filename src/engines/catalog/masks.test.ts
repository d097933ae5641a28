import { expect, test } from 'vitest'
import { maskAs } from '#engines/audit'
import { createTableResource, readRows } from '#engines/catalog'
import { system } from '#kernel'
import { district } from '../../app/testing.ts'
import { Mask } from './schema.ts'

const values = [
  '陈阿婆',
  '司徒听雨',
  '13800001234',
  '+8613800001234',
  '6221',
  '310118196005074113',
  '31011819600507411X',
  '310118600507411',
  '朱家角镇新风路12弄3号601室',
  '华新镇嘉松中路办事处',
  '新风新村八幢',
  'Long Lane 5',
  '一',
]

test('the database masks as every other room does: two masks of one value never show more than one', async () => {
  const { platform } = await district()
  const who = { user: system, origin: { kind: 'cli' as const, name: 'story' } }
  const id = await createTableResource(platform.outside(who), {
    resource: {
      source: 'upload',
      format: '0200',
      name: { zh: '脱敏样例', en: 'Values to mask' },
      abstract: { zh: '脱敏规则对照', en: 'Values to mask' },
      class: '204001',
      provider: 'qingpu.transport',
      sharing: 1,
      opening: 3,
      cycle: 9,
      tags: [],
      related: [],
      sharingWays: ['api'],
    },
    header: ['序', '值'],
    batches: (async function* () {
      yield values.map((value, at) => [`${at}`, value])
    })(),
    from: () => ({ ref: 'catalog.source:masks.csv', detail: { file: 'masks.csv' } }),
  })
  const admin = await (await district()).as('admin')
  const [table] = (await admin.get(`/api/catalog/resources/${id}`)).body.distributions
  for (const mask of Mask.options) {
    const { rows } = await platform.transact(who, 'read', (ctx) => readRows(ctx, table.id, { limit: 50, masks: { 值: mask } }))
    expect(
      rows.map((row) => row['值']),
      mask,
    ).toEqual(values.map((value) => maskAs(mask, value)))
  }
})
