import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addresses } from './address.ts'
import { damerau, jaroWinkler } from './distance.ts'
import { febrl } from './febrl.testing.ts'
import { legalEntities, nameKernel } from './legal-entity.ts'
import { type MatchOptions, matchAll } from './match-all.ts'
import { matchOne } from './match-one.ts'
import { population } from './population.ts'
import { residentRecords, type SourceRecord } from './residents.testing.ts'
import { blockKeys, type Dictionary, type Raw } from './spec.ts'
import { calendarDay, personName, phoneNumber } from './text.ts'

const here: MatchOptions = { workers: 0, learnFrom: 300_000 }

/** Cases collected outside the project stand beside it, not in it. */
function cases(name: string): Record<string, string>[] | null {
  const file = resolve(import.meta.dirname, '../../../../../shared/cases', name)
  if (!existsSync(file)) {
    console.warn(`Not tried: ${file} is not on this machine; the project's own residents are.`)
    return null
  }
  const [header = [], ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
  return rows.map((row) => Object.fromEntries(header.map((id, at) => [id, row[at] ?? ''])))
}

interface Quality {
  precision: number
  recall: number
  f1: number
}

/** Over pairs of records. */
function quality(name: string, truth: string[], of: Uint32Array): Quality {
  const pairs = (keyOf: (row: number) => string) => {
    const sizes = new Map<string, number>()
    for (let row = 0; row < truth.length; row++) sizes.set(keyOf(row), (sizes.get(keyOf(row)) ?? 0) + 1)
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  }
  const [real, found, both] = [
    pairs((row) => truth[row] as string),
    pairs((row) => String(of[row])),
    pairs((row) => `${truth[row]}|${of[row]}`),
  ]
  const told = { precision: both / found, recall: both / real, f1: (2 * both) / (found + real) }
  console.info(
    `${name}: ${truth.length} records, ${real} pairs; precision ${told.precision.toFixed(4)}, recall ${told.recall.toFixed(4)}, F1 ${told.f1.toFixed(4)}`,
  )
  return told
}

const chinese = cases('cn_population_er.csv')
const chineseTruth = cases('cn_population_er.truth.csv')
const asRaw = (row: Record<string, string>): Raw => ({ ...row, idNumber: row['id_no'] })
const made = (persons: number): SourceRecord[] => [...residentRecords(persons)].flat()

describe('matching', () => {
  test.skipIf(!chinese || !chineseTruth)('residents of four sources, collected: F1 at least 0.97 without labels', async () => {
    const entity = new Map(chineseTruth?.map(({ rid, eid }) => [rid, eid as string]))
    const rows = chinese ?? []
    const { of } = await matchAll([rows.map(asRaw)], population, here)
    expect(
      quality(
        'cn_population_er',
        rows.map((row) => entity.get(row['rid'] as string) as string),
        of,
      ).f1,
    ).toBeGreaterThanOrEqual(0.97)
  })

  test.each(['febrl1.csv', 'febrl3.csv'])(
    '%s: F1 at least 0.99 without labels',
    async (name) => {
      const rows = cases(name)
      if (!rows) return
      const { of } = await matchAll([rows], febrl, here)
      expect(
        quality(
          name,
          rows.map((row) => row['rec_id']?.split('-')[1] as string),
          of,
        ).f1,
      ).toBeGreaterThanOrEqual(0.99)
    },
    120_000,
  )

  test('residents of five sources, made here: households, twins and people who moved are told apart', async () => {
    const rows = made(3000)
    const { of, reviews, blocks, explain } = await matchAll([rows], population, here)
    const told = quality(
      'made residents',
      rows.map(({ person }) => person),
      of,
    )
    expect(told.precision).toBeGreaterThan(0.995)
    expect(told.recall).toBeGreaterThan(0.99)
    for (const { a, b, reason } of reviews) {
      expect(of[a]).not.toBe(of[b])
      if (reason === 'doubtful') expect(explain(a, b).decision).toBe('review')
    }
    expect(blocks.map(({ key }) => key)).toContain('family-birth')
    const verified = new Map<number, Set<string>>()
    for (const [row, raw] of rows.entries()) {
      const { id, valid } = population.normalise(raw)
      if (id && valid) verified.set(of[row] as number, (verified.get(of[row] as number) ?? new Set()).add(id))
    }
    expect(Math.max(...[...verified.values()].map((ids) => ids.size))).toBe(1)
  }, 120_000)

  test('the order of records, and the threads that compare them, change nothing', async () => {
    const rows = made(400)
    const partition = (of: Uint32Array, order: number[]) => {
      const groups = new Map<number, number[]>()
      for (const [at, row] of order.entries()) groups.set(of[at] as number, [...(groups.get(of[at] as number) ?? []), row])
      return [...groups.values()].map((group) => group.sort((a, b) => a - b).join()).sort()
    }
    const order = rows.map((_, row) => row)
    const backwards = [...order].reverse()
    const first = await matchAll([rows], population, here)
    const second = await matchAll([backwards.map((row) => rows[row] as SourceRecord)], population, here)
    expect(partition(second.of, backwards)).toEqual(partition(first.of, order))
    const threads = await matchAll([rows], population, { ...here, workers: 2 })
    expect(threads.of).toEqual(first.of)
    expect(threads.reviews.length).toBe(first.reviews.length)
  }, 120_000)

  test('one record at intake is judged as in the run over all, with the reasons told by field', async () => {
    const rows = made(400)
    const all = await matchAll([rows], population, here)
    const weights = JSON.parse(JSON.stringify(all.weights))
    for (let a = 0; a < 40; a++) {
      const others = rows.slice(a + 1)
      for (const { candidate, explanation } of matchOne(population, weights, rows[a] as Raw, others)) {
        const whole = all.explain(a, a + 1 + candidate)
        expect(explanation.bits).toBeCloseTo(whole.bits, 3)
        const told = explanation.fields.reduce((sum, { bits }) => sum + bits, explanation.prior + explanation.together)
        expect(told).toBeCloseTo(explanation.bits, 6)
        expect(all.explain(a + 1 + candidate, a).bits).toBeCloseTo(whole.bits, 6)
      }
    }
  }, 120_000)

  test('two valid numbers are never one person, however alike the rest; a block too large is left out and said', async () => {
    const twin = (id: string, name: string): Raw => ({
      name,
      idNumber: id,
      birth: '19491231',
      sex: '女',
      phone: '13812345679',
      address: '公园路99弄12号301室',
    })
    const crowd = Array.from(
      { length: 80 },
      (_, at): Raw => ({ name: '张三', phone: '13912345671', birth: `19${10 + at}0101`, sex: at % 2 ? '男' : '女' }),
    )
    const rows = [twin('11010519491231002X', '李梅'), twin('110105194912310046', '李梅'), ...crowd, ...made(300)]
    const { of, reviews, blocks } = await matchAll([rows], population, here)
    expect(of[0]).not.toBe(of[1])
    expect(reviews.find(({ a, b }) => a === 0 && b === 1)).toMatchObject({ reason: 'conflict' })
    expect(blocks.find(({ key }) => key === 'phone')?.oversized).toMatchObject({ blocks: 1, records: 80, largest: 80 })
  })

  test('firms: place and form of a name, a missing code, branches and two firms of one owner', async () => {
    expect(nameKernel('上海青浦建设（集团）有限公司')).toBe('建设集团')
    expect(nameKernel('上海淀湖食品有限公司青浦分公司')).toBe('淀湖食品有限公司青浦分')
    const words = '淀湖 金泽 青溪 练塘 白鹤 崧泽 盈港 华新 重固 徐泾 蟠龙 莲盛'.split(' ')
    const trades = '食品 建材 物流 纺织 电子 园林 餐饮 模具'.split(' ')
    const rows = words.flatMap((word, w) =>
      trades.flatMap((trade, t): Raw[] => {
        const owner = `王${'伟芳强丽军敏静磊'[t]}${'一二三四五六七八九东西南'[w]}`
        const phone = `021597${String(w * 100 + t).padStart(5, '0')}`
        const address = `青浦区${word}路${100 + t}号${w + 1}幢${t + 1}01室`
        return [
          { name: `上海${word}${trade}有限公司`, person: owner, phone, address },
          { name: `${word}${trade}(上海)有限责任公司`, person: owner, phone: t % 2 ? phone : '', address: t % 3 ? address : '' },
        ]
      }),
    )
    const { of } = await matchAll([rows], legalEntities, here)
    expect(
      quality(
        'firms',
        rows.map((_, row) => String(row >> 1)),
        of,
      ).f1,
    ).toBeGreaterThan(0.97)
  })

  test('addresses: one home in the spellings of several departments', async () => {
    const homes = Array.from({ length: 300 }, (_, at) => ({
      road: `${'公园盈港华青城中'[at % 8]}${'东西南北'[at % 4]}路`,
      lane: 10 + (at % 37),
      door: 1 + (at % 23),
      room: 100 * (1 + (at % 6)) + 1 + (at % 3),
    }))
    const texts = homes.flatMap(({ road, lane, door, room }) => [
      `上海市青浦区盈浦街道${road}${lane}弄${door}号${room}室`,
      `${road}${lane}弄${door}-${room}`,
      `盈浦街道${road} ${lane}弄${door}号楼${room}`,
    ])
    const { of } = await matchAll([texts.map((address) => ({ address }))], addresses, here)
    const truth = homes.flatMap((home) => Array<string>(3).fill(JSON.stringify(home)))
    expect(quality('addresses', truth, of).f1).toBeGreaterThan(0.99)
  })

  test('one spelling for names, days and numbers; nothing is guessed', () => {
    expect(personName('張 偉')).toMatchObject({ name: '张伟', family: '张', sound: 'zhang wei' })
    expect(personName('欧阳娜娜')).toMatchObject({ family: '欧阳', familySound: 'ou yang' })
    expect(personName('单雄信').sound).toBe('shan xiong xin')
    expect(personName('周女士')).toEqual({ family: '周', familySound: 'zhou', sex: 'female' })
    expect([calendarDay('1999年8月3日'), calendarDay('20062109'), calendarDay('19990230'), calendarDay('不详')]).toEqual([
      '19990803',
      '20060921',
      undefined,
      undefined,
    ])
    expect([
      phoneNumber('+86 138-1234-5679'),
      phoneNumber('021-59732890'),
      phoneNumber('13800000000'),
      phoneNumber('138****5679'),
    ]).toEqual(['13812345679', 'L59732890', undefined, undefined])
    expect(blockKeys(population, population.normalise({ name: '张伟', birth: '19990308' })).map(({ key }) => key)).toContain(
      'population.1.family-birth',
    )
  })

  test('distances keep their laws', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '王'), minLength: 1, maxLength: 9 })
    const dictionary = (...texts: string[]): Dictionary => ({
      chars: Uint16Array.from(texts.join(''), (character) => character.charCodeAt(0)),
      starts: Uint32Array.from([0, 0, ...texts.map((_, at) => texts.slice(0, at + 1).join('').length)]),
      counts: new Uint32Array(texts.length + 1),
    })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const both = dictionary(a, b)
        const apart = damerau(both, 1, 2, 20)
        expect(apart).toBe(damerau(both, 2, 1, 20))
        expect(apart === 0).toBe(a === b)
        expect(damerau(both, 1, 2, 1)).toBe(Math.min(apart, 2))
        const likeness = jaroWinkler(both, 1, 2)
        expect(likeness).toBeCloseTo(jaroWinkler(both, 2, 1), 9)
        expect(likeness).toBeGreaterThanOrEqual(0)
        expect(likeness).toBeLessThanOrEqual(1 + 1e-9)
        expect(jaroWinkler(dictionary(a, a), 1, 2)).toBeCloseTo(1, 9)
      }),
    )
    expect(damerau(dictionary('19990308', '19993008'), 1, 2, 2)).toBe(1)
    expect(jaroWinkler(dictionary('MARTHA', 'MARHTA'), 1, 2)).toBeCloseTo(0.9611, 4)
  })

  test('a rare name says more than a common one', async () => {
    const rows = made(3000)
    const { explain } = await matchAll([rows], population, here)
    const count = new Map<string, number[]>()
    for (const [row, { name }] of rows.entries()) count.set(name as string, [...(count.get(name as string) ?? []), row])
    const sorted = [...count.values()].filter((list) => list.length > 1).sort((a, b) => a.length - b.length)
    const bits = ([a, b]: number[]) =>
      explain(a as number, b as number).fields.find(({ field }) => field === 'name')?.bits as number
    expect(bits(sorted[0] as number[])).toBeGreaterThan(bits(sorted.at(-1) as number[]) + 2)
  })
})
