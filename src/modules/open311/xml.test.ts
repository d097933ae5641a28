import { XMLParser, XMLValidator } from 'fast-xml-parser'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmlDocument } from './xml.ts'

const parser = new XMLParser({ parseTagValue: false, trimValues: false, processEntities: true })
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
const lost = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

test('whatever text comes in, the document is well-formed and gives it back, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const document = xmlDocument('requests', { request: [{ description: text, empty: null, open: true }] })
      expect(XMLValidator.validate(document)).toBe(true)
      const kept = text.replaceAll(lost, '')
      const read = parser.parse(document).requests.request
      if (!kept.includes('\r')) expect(read.description).toBe(kept)
      expect(read).toMatchObject({ empty: '', open: 'true' })
    }),
    { numRuns: 500 },
  )
})

test('lone halves of a pair, line ends and markup', () => {
  const text = 'a\uD83D b\uDE00 c😀 <i>&amp;</i> ]]> "q" \r\n'
  expect(xmlDocument('x', { y: text })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<x><y>a b c😀 &lt;i&gt;&amp;amp;&lt;/i&gt; ]]&gt; "q" &#13;\n</y></x>\n',
  )
})
