const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 cannot hold
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/gu
const escape = (text: string): string =>
  text.replaceAll(unwritable, '').replaceAll(/[&<>"\r]/g, (sign) => escapes[sign] as string)

/** The same rows as in the csv, one element each, its cells named as the columns. */
export function xmlOf(number: string, header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (name: string, value: string | number) =>
    value === '' ? `<${name}/>` : `<${name}>${escape(String(value))}</${name}>`
  const lines = rows.map((row) => `  <record>${header.map((name, at) => cell(name, row[at] ?? '')).join('')}</record>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<batch number="${escape(number)}" rows="${rows.length}">\n${lines.join('\n')}\n</batch>\n`
}
