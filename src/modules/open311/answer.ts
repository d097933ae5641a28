import type { IncomingHttpHeaders } from 'node:http'
import { Reply } from '#kernel'
import { formatUnknown } from './errors.ts'
import { type XmlNode, xmlDocument } from './xml.ts'

export type Format = 'json' | 'xml'

/** `services.json` → `services` and the form of the answer. */
export function nameAndFormat(document: string): { name: string; format: Format } {
  const [, name, format] = /^(.+)\.(json|xml)$/.exec(document) ?? []
  if (!name || !format) throw formatUnknown()
  return { name, format: format as Format }
}

const types: Record<Format, string> = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' }

export function answer(format: Format, status: number, json: unknown, xml: { root: string; value: XmlNode }): Reply {
  const body = format === 'json' ? JSON.stringify(json) : xmlDocument(xml.root, xml.value)
  // Any page may read what is public anyway; keys never come by cookie.
  return new Reply(
    status,
    { 'content-type': types[format], 'access-control-allow-origin': '*', 'cache-control': 'no-store' },
    body,
  )
}

/** A list is a bare array in JSON, and in XML one element around its items. */
export const answerList = (format: Format, items: readonly XmlNode[], root: string, item: string): Reply =>
  answer(format, 200, items, { root, value: { [item]: items } })

/** The errors' own form: the code is the HTTP status. */
export function answerError(
  error: { status: number; detail: string },
  { path }: { path: string; headers: IncomingHttpHeaders },
): Reply {
  const format = /\.xml(\?|$)/.test(path) ? 'xml' : 'json'
  const list = [{ code: error.status, description: error.detail }]
  return answer(format, error.status, list, { root: 'errors', value: { error: list } })
}

/** W3C form with seconds and zone, without fractions. */
export const w3c = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z')
