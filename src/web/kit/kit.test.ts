import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ApiError, refusal, withQuery } from './api.ts'
import { eventParser } from './live-stream.ts'
import { type Palette, tokens } from './tokens.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

test.each(['light', 'dark'] as const)('the %s colours of canvases are those of the style sheet', (theme) => {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`))
  const declared = Object.fromEntries(
    [...block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  )
  const ours = Object.fromEntries(Object.entries(tokens[theme]).map(([name, value]) => [kebab(name), value]))
  expect(declared).toEqual(ours)
})

const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}
const pairs: (readonly [keyof Palette, keyof Palette])[] = [
  ...(['ink', 'tile', 'lake', 'bamboo', 'osmanthus', 'lantern'] as const).flatMap((hue) => [
    [hue, 'paper'] as const,
    [hue, 'wall'] as const,
  ]),
  ['lake', 'lakeSoft'],
  ['lakeDeep', 'lakeSoft'],
  ['bamboo', 'bambooSoft'],
  ['osmanthus', 'osmanthusSoft'],
  ['lantern', 'lanternSoft'],
  ['onLake', 'lake'],
]
test.each(['light', 'dark'] as const)('text is readable in %s: at least 4.5 to 1', (theme) => {
  expect(
    pairs
      .map(([ink, ground]) => [ink, ground, contrast(tokens[theme][ink], tokens[theme][ground])])
      .filter(([, , ratio]) => (ratio as number) < 4.5),
  ).toEqual([])
})

test('events arrive whole, however the stream is cut', () => {
  const stream = ': beat\n\nid: 7\nevent: cases\ndata: {"ref":"cases.case:1",\ndata: "data":{}}\n\ndata: plain\r\n\r\n'
  const expected = [{}, { id: '7', event: 'cases', data: '{"ref":"cases.case:1",\n"data":{}}' }, { data: 'plain' }]
  for (let size = 1; size <= stream.length; size++) {
    const heard: object[] = []
    const take = eventParser((event) => heard.push(event))
    for (let at = 0; at < stream.length; at += size) take(stream.slice(at, at + size))
    expect(heard.filter((event, index) => index === 0 || Object.keys(event).length > 0)).toEqual(expected)
  }
})

test('a refusal keeps its words and its fields; a proxy’s error page still ends in a sentence', () => {
  const refused = refusal(400, {
    code: 'invalid',
    detail: '请按提示修改。',
    errors: [{ path: 'name', code: 'required', message: '请填写此项' }],
  })
  expect(refused).toBeInstanceOf(ApiError)
  expect(refused.faults).toEqual([{ path: 'name', code: 'required', detail: '请填写此项' }])
  expect(refusal(502, undefined)).toMatchObject({ code: 'http_502', detail: expect.stringContaining('502') })
})

test('questions leave out what is not asked', () => {
  expect(withQuery('/api/cases', { state: 'open', q: '', town: undefined })).toBe('/api/cases?state=open')
  expect(withQuery('/api/cases?limit=5', { cursor: 'a b' })).toBe('/api/cases?limit=5&cursor=a+b')
})
