import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, QueryFault, readFilter, readQuery } from './solr.ts'

const equals = (field: string, value: string) => ({ is: 'equals', field, value })

test('what harvesters send', () => {
  expect(readFilter('organization:qingpu-environment')).toEqual(equals('organization', 'qingpu-environment'))
  expect(readFilter('tags:"two words"')).toEqual(equals('tags', 'two words'))
  expect(readFilter('+a:b -c:d')).toEqual({ is: 'and', of: [equals('a', 'b'), { is: 'not', of: equals('c', 'd') }] })
  expect(readFilter('res_format:(CSV OR "GeoJSON") AND NOT groups:x')).toEqual({
    is: 'and',
    of: [
      { is: 'or', of: [equals('res_format', 'CSV'), equals('res_format', 'GeoJSON')] },
      { is: 'not', of: equals('groups', 'x') },
    ],
  })
  expect(readFilter('metadata_modified:[2024-01-01T00:00:00Z TO *]')).toEqual({
    is: 'range',
    field: 'metadata_modified',
    from: '2024-01-01T00:00:00Z',
    to: null,
    withFrom: true,
    withTo: true,
  })
  expect(readFilter('metadata_modified:{NOW-7DAYS TO NOW}')).toMatchObject({
    from: 'NOW-7DAYS',
    to: 'NOW',
    withFrom: false,
    withTo: false,
  })
  expect(readFilter('tags:空气质量')).toEqual(equals('tags', '空气质量'))
  expect(readFilter('name:air-*')).toEqual({ is: 'begins', field: 'name', value: 'air-' })
  expect(readFilter('title:*')).toEqual({ is: 'exists', field: 'title' })
  expect(readFilter('*:*')).toEqual({ is: 'all' })
  expect(readQuery('空气 水质')).toEqual({
    is: 'and',
    of: [
      { is: 'words', text: '空气', phrase: false },
      { is: 'words', text: '水质', phrase: false },
    ],
  })
})

test('a filter that cannot be read says so; a person’s words never fail', () => {
  for (const wrong of ['a:(b', 'a:b)', '"', 'a:[1 TO', '[a TO b]', 'AND', '(', 'a:b OR'])
    expect(() => readFilter(wrong), wrong).toThrow(QueryFault)
  for (const odd of ['"', '(', ')', '\\', 'AND', 'a:[', "'; drop table x --", '((((', ':', 'OR OR', '*:', '-', '!!'])
    expect(readQuery(odd).is, odd).toBeTypeOf('string')
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab:"()\\[]{}+-!*?~^ &|空气ANDORTO'), maxLength: 40 }), (text) => {
      expect(readQuery(text).is).toBeTypeOf('string')
      try {
        readFilter(text)
      } catch (error) {
        expect(error).toBeInstanceOf(QueryFault)
      }
    }),
    { numRuns: 2000 },
  )
})

test('dates as Solr counts them', () => {
  const now = new Date('2026-03-03T09:30:00Z')
  expect(instantOf('2024-01-01', now).toISOString()).toBe('2024-01-01T00:00:00.000Z')
  expect(instantOf('NOW-7DAYS/DAY', now).toISOString()).toBe('2026-02-24T00:00:00.000Z')
  expect(instantOf('NOW/MONTH+1YEAR', now).toISOString()).toBe('2027-03-01T00:00:00.000Z')
  for (const wrong of ['soon', 'NOW-7FORTNIGHTS', '2024-13-45', 'NOW+999999YEARS'])
    expect(() => instantOf(wrong, now), wrong).toThrow(QueryFault)
})
