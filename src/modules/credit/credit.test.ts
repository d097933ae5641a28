import { beforeAll, describe, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { demoNumber, demoSubject } from './demo-data.ts'
import { demoEnterprise } from './demo-story.ts'

let house: TestDistrict
let anyone: Person
let enterprise: Person
let officer: Person

beforeAll(async () => {
  house = await district()
  anyone = await house.as('')
  enterprise = await house.as('enterprise')
  officer = await house.as('credit')
}, 240_000)

describe('anyone looks an enterprise up', () => {
  test('by its code, or by a telling part of its name, and sees only what is published', async () => {
    for (const q of [demoEnterprise.code, demoEnterprise.name.slice(2, 6)]) {
      const { body } = await anyone.get(`/api/credit/public?q=${encodeURIComponent(q)}`)
      expect(body.items.map(({ code }: { code: string }) => code)).toContain(demoEnterprise.code)
    }
    const { status, body } = await anyone.get(`/api/credit/public/${demoEnterprise.code}`)
    expect(status).toBe(200)
    const titles = body.records.map(({ title }: { title: string }) => title)
    expect(titles).toContain('经营标签不符合规定的食品')
    expect(titles, 'a minor act is not published').not.toContain('占用疏散通道（已当场改正）')
    expect(JSON.stringify(body)).not.toContain('罚款 8000 元')
  })

  test('words that half of all names share find nobody, and there is no list of everybody', async () => {
    for (const q of ['上海', '有限公司', '上海青浦有限公司', '%%%'])
      expect((await anyone.get(`/api/credit/public?q=${encodeURIComponent(q)}`)).body.code).toBe('name_too_vague')
  })

  test('a practitioner is found only by who knows name and whole number; a wrong guess tells nothing', async () => {
    const { name, number } = demoSubject(7)
    expect(number).toBe(demoNumber(7))
    const wrong = await anyone.post('/api/credit/public/practitioners', { name: '王五', number })
    const absent = await anyone.post('/api/credit/public/practitioners', { name, number: '310199198001010015' })
    expect(wrong.status).toBe(404)
    expect(wrong.body).toEqual(absent.body)
  })
})

describe('the subject page', () => {
  test('shows the enterprise everything about itself, with the day from which each act may be repaired', async () => {
    const { status, body } = await enterprise.get(`/api/credit/subjects/${demoEnterprise.code}`)
    expect(status).toBe(200)
    expect(body.mine).toBe(true)
    const penalty = body.records.find(
      ({ documentNumber }: { documentNumber: string }) => documentNumber === '青市监处〔2026〕第 310 号',
    )
    expect(penalty).toMatchObject({ state: 'published', degree: 'general', mayRepair: true })
    expect(body.score.lines.length).toBeGreaterThan(0)
  })

  test('is not there for somebody else, in the same words as one that does not exist', async () => {
    const resident = await house.as('resident')
    const other = await resident.get(`/api/credit/subjects/${demoEnterprise.code}`)
    expect(other.status).toBe(404)
    expect((await resident.get('/api/credit/subjects/91310118MA1XXXXX0X')).body).toEqual(other.body)
  })

  test('opens for the credit office', async () => {
    expect((await officer.get(`/api/credit/subjects/${demoEnterprise.code}`)).status).toBe(200)
  })
})
