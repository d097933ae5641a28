import { SaxesParser } from 'saxes'
import { brokenWorkbook } from './errors.ts'

export interface Hear {
  /** Names without their namespace's prefix. */
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

const local = (name: string): string => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** Nothing in a workbook lasts longer: more is gathered by the parser, in memory. */
const LONGEST = 1024 * 1024
const DEEPEST = 64

/**
 * Walks a part of a workbook piece by piece: after each piece the caller may take what it has gathered. No entities but
 * XML's own are known, a document type is refused, so nothing expands.
 */
export async function* walk(source: AsyncIterable<Buffer>, part: string, hear: Hear): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let silence = 0
  let depth = 0
  parser.on('error', () => {
    throw brokenWorkbook({ part })
  })
  parser.on('doctype', () => {
    throw brokenWorkbook({ part })
  })
  parser.on('opentag', (tag) => {
    silence = 0
    depth += 1
    if (depth > DEEPEST) throw brokenWorkbook({ part })
    hear.open?.(local(tag.name), tag.attributes as Record<string, string>)
  })
  parser.on('closetag', (tag) => {
    silence = 0
    depth -= 1
    hear.close?.(local(tag.name))
  })
  if (hear.text) parser.on('text', hear.text)
  if (hear.text) parser.on('cdata', hear.text)
  for await (const chunk of source) {
    silence += chunk.length
    parser.write(decode(decoder, chunk, part))
    if (silence > LONGEST) throw brokenWorkbook({ part })
    yield
  }
  parser.write(decode(decoder, undefined, part))
  parser.close()
  yield
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, part: string): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw brokenWorkbook({ part })
  }
}

/** For the small parts, which are walked in one go. */
export async function walkAll(source: AsyncIterable<Buffer>, part: string, hear: Hear): Promise<void> {
  for await (const _ of walk(source, part, hear));
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376, ST_Xstring). */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
