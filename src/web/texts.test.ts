import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const textFiles = ['src/web/texts.ts', ...globSync('src/{modules,engines}/*/web/texts.ts', { cwd: root })]
const roomOf = (file: string) => (file.startsWith('src/web/') ? 'web' : (file.split('/')[2] ?? ''))

/** Plural forms are one key: English has two of them, Chinese one. */
const keysOf = (texts: object, path = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key.replace(/_(one|other|zero)$/, '')}`] : keysOf(value as object, `${path}${key}.`),
  )

const words = new Map<string, { zh: Set<string>; en: Set<string> }>()
for (const file of textFiles) {
  const { zh, en } = (await import(pathToFileURL(`${root}${file}`).href)) as { zh: object; en: object }
  words.set(roomOf(file), { zh: new Set(keysOf(zh)), en: new Set(keysOf(en)) })
}

test.each([...words])('%s says everything in both languages', (_room, { zh, en }) => {
  expect([...zh].filter((key) => !en.has(key))).toEqual([])
  expect([...en].filter((key) => !zh.has(key))).toEqual([])
})

/** The room a page's `t` speaks for: `useTranslation('cases')`; several in one file are refused, to keep this readable. */
const namespaceOf = (source: string): string[] => [
  ...new Set([...source.matchAll(/useTranslation\(\s*'([\w-]+)'/g)].map((match) => match[1] as string)),
]

/** The first argument of every `t(…)`, up to its comma or closing bracket. */
function* firstArguments(source: string): Generator<string> {
  for (const { index } of source.matchAll(/\bt\(/g)) {
    let depth = 0
    let at = index + 2
    for (; at < source.length && !(depth === 0 && /[,)]/.test(source[at] as string)); at++)
      depth += '([{'.includes(source[at] as string) ? 1 : ')]}'.includes(source[at] as string) ? -1 : 0
    yield source.slice(index + 2, at).trim()
  }
}

function missingIn(source: string): string[] {
  const rooms = namespaceOf(source)
  const isKnown = (key: string) => {
    const [room, name] = key.includes(':') ? (key.split(':') as [string, string]) : [undefined, key]
    return (room ? [room] : rooms).some((space) => words.get(space)?.zh.has(name))
  }
  const begins = (start: string) => rooms.some((space) => [...(words.get(space)?.zh ?? [])].some((key) => key.startsWith(start)))
  return [...firstArguments(source)].flatMap((argument) => {
    const whole = [...argument.matchAll(/(?:^|[?:]\s*)'([^']+)'/g)]
      .map((match) => match[1] as string)
      .filter((key) => !isKnown(key))
    const begun = [...argument.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1] as string).filter((start) => !begins(start))
    return [...whole, ...begun]
  })
}

test('an undeclared key is noticed, however it is asked for', () => {
  const page = (call: string) => `const { t } = useTranslation('web')\n${call}`
  expect(missingIn(page("t('action.again', { count: f(1) }) + t(late ? 'clock.left' : 'clock.over')"))).toEqual([])
  expect(missingIn(page("t('action.nothing')"))).toEqual(['action.nothing'])
  expect(missingIn(page("t(late ? 'clock.left' : 'clock.nothing', { amount })"))).toEqual(['clock.nothing'])
  expect(missingIn(page('t(`clock.unit.${unit}`) + t(`nothing.${x}`)'))).toEqual(['nothing.'])
})

test('every key that a page uses is declared', () => {
  const files = globSync('src/{web,modules/*/web,engines/*/web}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((file) => missingIn(readFileSync(`${root}${file}`, 'utf8')).map((key) => `${file}: ${key}`))).toEqual([])
})
