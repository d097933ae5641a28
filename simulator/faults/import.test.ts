import { describe, expect, test } from 'vitest'
import { databases, eventually, scaled } from '../../bench/rig/fault-rig.ts'
import { openBare } from '../../bench/rig/bare.ts'
import { startPlatform } from '../../bench/rig/process.ts'
import { Client } from '../client.ts'

const ROWS = scaled(20_000, 300_000)
const REGISTER = '/api/environment/sources'

const file = () => {
  const lines = Array.from({ length: ROWS }, (_, n) => `第${n}号企业,9131011898${String(n).padStart(8, '0')},水环境,夏阳街道`)
  const form = new FormData()
  form.append('file', new Blob([`单位名称,统一社会信用代码,监管类别,所在区域\n${lines.join('\n')}\n`]), 'killed.csv')
  return form
}

describe.each(databases())('import on $name', ({ open }) => {
  test(`${ROWS} rows of a file are stored once each, though the process is killed in the middle of them`, {
    timeout: scaled(600_000, 1_800_000),
  }, async () => {
    const { settings, remove } = await open()
    let platform = await startPlatform({ settings, withinSeconds: 300 })
    const clerk = () => new Client(platform.url, 'environment')
    const first = clerk()
    const { id } = await first.must('POST', `${REGISTER}/imports`, file())
    const now = (client: Client) => client.must('GET', `${REGISTER}/imports/${id}`)
    await eventually('the file is checked', scaled(300, 900), async () => (await now(first)).state === 'checked')
    await first.must('POST', `${REGISTER}/imports/${id}/run`)
    await eventually('the first rows are stored', scaled(300, 900), async () => (await now(first)).rows > 0)
    await platform.kill()

    platform = await startPlatform({ settings, withinSeconds: 300 })
    const second = clerk()
    const { rows, state } = await now(second)
    expect(state).toBe('running')
    expect(rows).toBeLessThan(ROWS)
    await eventually('another worker has gone on to the end', scaled(300, 1200), async () => (await now(second)).state === 'done')
    expect(await now(second)).toMatchObject({ done: { inserted: ROWS, updated: 0, unchanged: 0, refused: 0 } })
    await platform.stop()
    const bare = await openBare(settings)
    const [stored] = await bare.query(
      `select count(*)::int as n, count(distinct credit_code)::int as different, (select sum(rows)::int from registers.history where act = 'imported' and source = 'killed.csv') as told
       from environment.source where credit_code like '9131011898%'`,
    )
    await bare.close()
    expect(stored).toEqual({ n: ROWS, different: ROWS, told: ROWS })
    await remove()
  })
})
