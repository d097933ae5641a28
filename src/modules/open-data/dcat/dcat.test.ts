import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Parser } from 'n3'
import { expect, test } from 'vitest'
import { addDataset, catalogueGraph, type DcatDataset } from './catalogue.ts'
import { Graph, namespaces, type Statement } from './graph.ts'
import { jsonLd, rdfXml, turtle, writeRdf } from './write.ts'

const dataset = (title: string, notes: string, keywords: string[]): DcatDataset => ({
  id: '018f3b1c-2222-7abc-8def-0123456789ab',
  name: 'air',
  title,
  notes,
  issued: '2026-01-01T00:00:00Z',
  modified: '2026-03-01T00:00:00Z',
  keywords,
  theme: { id: '环境 与生态', title: '生态环境' },
  publisher: { id: 'environment', title: '生态环境局' },
  contact: { name: '数据科', email: 'data@example.cn', phone: '021-59732000' },
  frequency: 'HOURLY',
  licence: 'https://example.cn/许可 1',
  version: null,
  spatial: '青浦区',
  temporal: { from: '2025-01-01', to: null },
  distributions: [
    {
      id: '018f3b1c-3333-7abc-8def-0123456789ab',
      title: '小时值',
      description: '',
      format: 'CSV',
      mediaType: 'text/csv',
      bytes: 12,
      accessUrl: 'https://example.cn/data/air',
      downloadUrl: 'https://example.cn/a b.csv',
      issued: '2026-01-01T00:00:00Z',
      modified: '2026-03-01T00:00:00Z',
    },
  ],
})

const line = (subject: string, predicate: string, object: string) => `<${subject}> <${predicate}> ${object} .`
const literalLine = (value: string, lang: string, type: string) =>
  `${JSON.stringify(value)}${lang ? `@${lang}` : type ? `^^<${type}>` : ''}`
const canonical = (statements: readonly Statement[]) =>
  statements
    .map(({ subject, predicate, object }) =>
      line(
        subject,
        predicate,
        'iri' in object ? `<${object.iri}>` : literalLine(object.literal, object.lang ?? '', object.type ?? ''),
      ),
    )
    .sort()

function fromTurtle(text: string): string[] {
  return new Parser()
    .parse(text)
    .map(({ subject, predicate, object }) => {
      const plain =
        object.termType === 'Literal' && (object.language !== '' || object.datatype.value.endsWith('#string'))
          ? ''
          : object.termType === 'Literal'
            ? object.datatype.value
            : ''
      return line(
        subject.value,
        predicate.value,
        object.termType === 'Literal' ? literalLine(object.value, object.language, plain) : `<${object.value}>`,
      )
    })
    .sort()
}

const expand = (name: string) => name.replace(/^(\w+):/, (_all, prefix: string) => namespaces[prefix as keyof typeof namespaces])
function fromJsonLd(text: string): string[] {
  const { '@graph': graph } = JSON.parse(text) as { '@graph': Record<string, never>[] }
  return graph
    .flatMap(({ '@id': id, '@type': types = [], ...said }) => [
      ...(types as string[]).map((type) => line(id ?? '', `${namespaces.rdf}type`, `<${expand(type)}>`)),
      ...Object.entries(said).flatMap(([name, values]) =>
        (values as Record<string, string>[]).map((value) =>
          line(
            id ?? '',
            expand(name),
            value['@id'] !== undefined
              ? `<${value['@id']}>`
              : literalLine(value['@value'] ?? '', value['@language'] ?? '', value['@type'] ? expand(value['@type']) : ''),
          ),
        ),
      ),
    ])
    .sort()
}

function fromRdfXml(text: string): string[] {
  expect(XMLValidator.validate(text)).toBe(true)
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    parseTagValue: false,
    processEntities: true,
  })
  type Node = Record<string, Node[]> & { ':@'?: Record<string, string>; '#text'?: string }
  const root = (parser.parse(text) as Node[]).find((node) => node['rdf:RDF']) as Node
  return (root['rdf:RDF'] as Node[])
    .filter((node) => node['rdf:Description'])
    .flatMap((node) =>
      (node['rdf:Description'] as Node[])
        .filter((child) => !('#text' in child))
        .map((child) => {
          const name = Object.keys(child).find((key) => key !== ':@') as string
          const { 'rdf:resource': resource, 'xml:lang': lang = '', 'rdf:datatype': type = '' } = child[':@'] ?? {}
          const value = (child[name] as Node[]).map((part) => part['#text'] ?? '').join('')
          return line(
            node[':@']?.['rdf:about'] ?? '',
            expand(name),
            resource !== undefined ? `<${resource}>` : literalLine(value, lang, type),
          )
        }),
    )
    .sort()
}

test('Turtle, JSON-LD and RDF/XML say the same, whatever stands in the texts', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.string(), { maxLength: 3 }),
      (title, notes, keywords) => {
        const graph = new Graph()
        addDataset(graph, 'https://example.cn/ckan', dataset(title, notes.replaceAll(/[\u007f-\u009f]/g, ''), keywords))
        const said = canonical(graph.statements)
        expect(fromTurtle(turtle(graph.statements))).toEqual(said)
        expect(fromJsonLd(jsonLd(graph.statements))).toEqual(said)
        expect(fromRdfXml(rdfXml(graph.statements))).toEqual(said)
      },
    ),
    { numRuns: 100 },
  )
})

test('Chinese and spaces in an address are encoded, in a text they stay; pages point to each other', () => {
  const page = {
    title: '目录',
    description: '',
    publisher: { id: 'office', title: '数据局' },
    url: 'https://example.cn/ckan/catalog.ttl?q=空气',
    page: 2,
    size: 1,
    total: 3,
  }
  const graph = catalogueGraph('https://example.cn/ckan', page, [dataset('空气质量小时值', '每小时一次', ['空气'])])
  const text = writeRdf('ttl', graph.statements)
  expect(text).toContain('"空气质量小时值"@zh')
  expect(text).toContain('https://example.cn/%E8%AE%B8%E5%8F%AF%201')
  expect(text).toContain('<https://example.cn/a%20b.csv>')
  const links = Object.fromEntries(
    graph.statements
      .filter(({ predicate }) => predicate.startsWith(namespaces.hydra))
      .map(({ predicate, object }) => [
        predicate.slice(namespaces.hydra.length),
        'iri' in object ? object.iri.slice(-6) : object.literal,
      ]),
  )
  expect(links).toEqual({
    first: 'page=1',
    last: 'page=3',
    next: 'page=3',
    previous: 'page=1',
    totalItems: '3',
    itemsPerPage: '1',
  })
})
