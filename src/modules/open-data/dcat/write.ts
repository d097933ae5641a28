import { DataFactory, Writer } from 'n3'
import { namespaces, prefixed, type Statement, type Term, whole } from './graph.ts'

export const rdfForms = {
  rdf: 'application/rdf+xml',
  xml: 'application/rdf+xml',
  ttl: 'text/turtle',
  n3: 'text/n3',
  jsonld: 'application/ld+json',
} as const
export type RdfForm = keyof typeof rdfForms
export const isRdfForm = (text: string): text is RdfForm => Object.hasOwn(rdfForms, text)

const { namedNode, literal, quad } = DataFactory
const objectOf = (object: Term) =>
  'iri' in object
    ? namedNode(object.iri)
    : literal(object.literal, object.lang ?? (object.type ? namedNode(object.type) : undefined))

export function turtle(statements: readonly Statement[]): string {
  const writer = new Writer({ prefixes: namespaces })
  for (const { subject, predicate, object } of statements)
    writer.addQuad(quad(namedNode(subject), namedNode(predicate), objectOf(object)))
  let text = ''
  writer.end((_error, result) => {
    text = result
  })
  return text
}

const compact = (iri: string) => {
  const { prefix, local } = prefixed(iri)
  return `${prefix}:${local}`
}
const TYPE = whole('rdf:type')

/** Compacted with our own prefixes: `@graph` of one node for each subject. */
export function jsonLd(statements: readonly Statement[]): string {
  const graph = [...Map.groupBy(statements, ({ subject }) => subject)].map(([subject, said]) => ({
    '@id': subject,
    ...Object.fromEntries(
      [...Map.groupBy(said, ({ predicate }) => predicate)].map(([predicate, same]) =>
        predicate === TYPE
          ? ['@type', same.map(({ object }) => ('iri' in object ? compact(object.iri) : ''))]
          : [compact(predicate), same.map(({ object }) => jsonValue(object))],
      ),
    ),
  }))
  return JSON.stringify({ '@context': namespaces, '@graph': graph }, null, 1)
}

function jsonValue(object: Term): object {
  if ('iri' in object) return { '@id': object.iri }
  return {
    '@value': object.literal,
    ...(object.lang && { '@language': object.lang }),
    ...(object.type && { '@type': compact(object.type) }),
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] as string)

export function rdfXml(statements: readonly Statement[]): string {
  const nodes = [...Map.groupBy(statements, ({ subject }) => subject)].map(
    ([subject, said]) =>
      ` <rdf:Description rdf:about="${escaped(subject)}">\n${said.map(({ predicate, object }) => `  ${xmlProperty(compact(predicate), object)}`).join('\n')}\n </rdf:Description>`,
  )
  const xmlns = Object.entries(namespaces).map(([prefix, iri]) => `xmlns:${prefix}="${iri}"`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF ${xmlns.join(' ')}>\n${nodes.join('\n')}\n</rdf:RDF>\n`
}

function xmlProperty(name: string, object: Term): string {
  if ('iri' in object) return `<${name} rdf:resource="${escaped(object.iri)}"/>`
  const attribute = object.lang
    ? ` xml:lang="${escaped(object.lang)}"`
    : object.type
      ? ` rdf:datatype="${escaped(object.type)}"`
      : ''
  return `<${name}${attribute}>${escaped(object.literal)}</${name}>`
}

export function writeRdf(form: RdfForm, statements: readonly Statement[]): string {
  if (form === 'jsonld') return jsonLd(statements)
  return form === 'ttl' || form === 'n3' ? turtle(statements) : rdfXml(statements)
}
