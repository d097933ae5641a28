/** A graph as one list of statements: every form it is written in says exactly these. */
export type Term = { iri: string } | { literal: string; lang?: string; type?: string }
export interface Statement {
  subject: string
  predicate: string
  object: Term
}

export const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
} as const

/** `dct:title` as a whole IRI. */
export function whole(name: string): string {
  const [prefix = '', local = ''] = name.split(':')
  return `${namespaces[prefix as keyof typeof namespaces]}${local}`
}

export function prefixed(iri: string): { prefix: string; local: string } {
  const found = Object.entries(namespaces).find(([, start]) => iri.startsWith(start))
  if (!found) throw new Error(`No prefix for ${iri}`)
  return { prefix: found[0], local: iri.slice(found[1].length) }
}

/** What may not stand in an IRI is percent-encoded; what is encoded already stays. */
export const iriOf = (text: string): string =>
  encodeURI(text.trim().toWellFormed())
    .replaceAll(/%25([0-9A-Fa-f]{2})/g, '%$1')
    .replaceAll(/["<>\\^`{|}[\]]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

/** XML cannot hold these at all; none of the forms says them, so that all say the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

/** Gathers statements; what is empty is not said, what was said is not said again. */
export class Graph {
  readonly #statements = new Map<string, Statement>()

  #add(statement: Statement): void {
    this.#statements.set(JSON.stringify(statement), statement)
  }
  is(subject: string, type: string): void {
    this.#add({ subject, predicate: whole('rdf:type'), object: { iri: whole(type) } })
  }
  link(subject: string, predicate: string, to: string | null | undefined): void {
    if (to) this.#add({ subject, predicate: whole(predicate), object: { iri: iriOf(to) } })
  }
  say(
    subject: string,
    predicate: string,
    text: string | number | null | undefined,
    as: { lang?: string; type?: string } = {},
  ): void {
    if (text === null || text === undefined || text === '') return
    const literal = String(text).toWellFormed().replaceAll(unwritable, '').replaceAll(/\r\n?/g, '\n')
    this.#add({
      subject,
      predicate: whole(predicate),
      object: { literal, ...(as.lang && { lang: as.lang }), ...(as.type && { type: whole(as.type) }) },
    })
  }
  get statements(): readonly Statement[] {
    return [...this.#statements.values()]
  }
}
