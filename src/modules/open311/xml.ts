/** A tree of elements: text, null (an empty element), or children in order; a list repeats its element. */
export type XmlValue = string | number | boolean | null | XmlNode | readonly XmlValue[]
export interface XmlNode {
  readonly [element: string]: XmlValue
}

/** What XML 1.0 cannot hold at all (§2.2): control characters but tab and line ends, lone surrogates, two non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must go
const unwritable =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

export const escapeXml = (text: string): string =>
  text.replaceAll(unwritable, '').replaceAll(/[&<>\r]/g, (sign) => escapes[sign] as string)

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item as XmlValue)).join('')
  const inner = content(value as Exclude<XmlValue, readonly XmlValue[]>)
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`
}

function content(value: Exclude<XmlValue, readonly XmlValue[]>): string {
  if (value === null) return ''
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, child]) => element(name, child))
      .join('')
  return escapeXml(String(value))
}

export const xmlDocument = (root: string, value: XmlNode): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}\n`
