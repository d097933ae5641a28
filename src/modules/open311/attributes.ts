import type { Locale } from '#kernel'
import type { Attribute } from '#engines/cases'
import { type Raw, date } from './arguments.ts'
import { argumentMissing, argumentWrong } from './errors.ts'

/** `attribute[CODE]=v`, or several of `attribute[CODE][]=v`; some clients number them: `attribute[CODE][0]=v`. */
function given(raw: Raw, code: string): string[] {
  const start = `attribute[${code}]`
  return Object.keys(raw)
    .filter((name) => name.startsWith(start) && /^(\[\d*\])?$/.test(name.slice(start.length)))
    .flatMap((name) => raw[name] ?? [])
    .map((value) => value.replaceAll('\0', ''))
    .filter((value) => value.trim() !== '')
}

/** The answers to what a service asks, each in its data type; what it does not ask for is left out. */
export function attributeValues(raw: Raw, asked: readonly Attribute[], locale: Locale): Record<string, unknown> {
  return Object.fromEntries(
    asked.flatMap((attribute) => {
      const values = given(raw, attribute.code)
      const name = `attribute[${attribute.code}]（${attribute.description[locale]}）`
      if (values.length > 0) return [[attribute.code, valueOf(attribute, values, name)]]
      if (attribute.required) throw argumentMissing({ name })
      return []
    }),
  )
}

function valueOf({ datatype, values: allowed, code }: Attribute, values: string[], name: string): unknown {
  const [first = ''] = values
  if (datatype === 'number') {
    if (!Number.isFinite(Number(first))) throw argumentWrong({ name, why: '12.5' })
    return Number(first)
  }
  if (datatype === 'datetime') return date({ [code]: first }, code)?.toISOString()
  if (datatype.endsWith('list')) {
    const unknown = values.find((value) => !allowed.some(({ key }) => key === value))
    if (unknown !== undefined) throw argumentWrong({ name, why: allowed.map(({ key }) => key).join(', ') })
    return datatype === 'multivaluelist' ? values : first
  }
  if (first.length > 2000) throw argumentWrong({ name, why: '≤ 2000' })
  return first
}
