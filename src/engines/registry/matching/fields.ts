/** Comparisons that specifications are made of. Each binds its columns once per table and then compares rows by number. */
import { damerau, jaroWinkler } from './distance.ts'
import { type Column, type Compare, columnOf, type Field, type Label, type Level, type Table } from './spec.ts'

const level = (id: string, zh: string, en: string, m: number, more: Partial<Level> = {}): Level => ({
  id,
  title: { zh, en },
  m,
  ...more,
})
const same = (m: number, more: Partial<Level> = {}) => level('same', '一致', 'the same', m, more)
const different = (m: number) => level('different', '不同', 'different', m)

interface Named {
  id: string
  title: Label
}

/** Equal, or different: sex, state, kind. */
export const sameOrNot = ({ id, title }: Named, m = 0.97): Field => ({
  id,
  title,
  levels: [same(m), different(1 - m)],
  compare: (table) => {
    const { ids } = columnOf(table, id)
    return (a, b) => (ids[a] && ids[b] ? (ids[a] === ids[b] ? 1 : 2) : 0)
  },
})

/** Equal, or different by one slip of the hand, or different: phones, postcodes, numbers. */
export const slip = ({ id, title }: Named, { m = 0.9, blocked = false, frequency = false } = {}): Field => ({
  id,
  title,
  levels: [
    same(m, { blocked, ...(frequency && { frequency: id }) }),
    level('close', '差一处', 'one slip', (1 - m) * 0.3),
    different((1 - m) * 0.7),
  ],
  compare: (table) => {
    const { ids, dictionary } = columnOf(table, id)
    return (a, b) => {
      const [left, right] = [ids[a] as number, ids[b] as number]
      if (!left || !right) return 0
      if (left === right) return 1
      return damerau(dictionary, left, right, 1) <= 1 ? 2 : 3
    }
  },
})

/** Words by Jaro-Winkler: equal, alike (≥ 0.92), somewhat alike (≥ 0.8), different. */
export const words = ({ id, title }: Named, { m = 0.85, frequency = true } = {}): Field => ({
  id,
  title,
  levels: [
    same(m, frequency ? { frequency: id } : {}),
    level('alike', '很相似', 'alike', (1 - m) * 0.5),
    level('somewhat', '有些相似', 'somewhat alike', (1 - m) * 0.2),
    different((1 - m) * 0.3),
  ],
  compare: (table) => {
    const { ids, dictionary } = columnOf(table, id)
    return (a, b) => {
      const [left, right] = [ids[a] as number, ids[b] as number]
      if (!left || !right) return 0
      if (left === right) return 1
      const likeness = jaroWinkler(dictionary, left, right)
      return likeness >= 0.92 ? 2 : likeness >= 0.8 ? 3 : 4
    }
  },
})

/** Eight digits of a date: equal, month and day exchanged, one slip, the same year, different. */
export const day = ({ id, title }: Named, m = 0.97): Field => ({
  id,
  title,
  levels: [
    same(m),
    level('swapped', '月日互换', 'month and day exchanged', (1 - m) * 0.3),
    level('close', '差一位', 'one digit off', (1 - m) * 0.3),
    level('year', '仅年份相同', 'the year only', (1 - m) * 0.1),
    different((1 - m) * 0.3),
  ],
  compare: (table) => {
    const { ids, dictionary } = columnOf(table, id)
    const { chars, starts } = dictionary
    const alike = (left: number, right: number, from: number, other: number, length: number) => {
      for (let at = 0; at < length; at++)
        if (chars[(starts[left] as number) + from + at] !== chars[(starts[right] as number) + other + at]) return false
      return true
    }
    return (a, b) => {
      const [left, right] = [ids[a] as number, ids[b] as number]
      if (!left || !right) return 0
      if (left === right) return 1
      const year = alike(left, right, 0, 0, 4)
      if (year && alike(left, right, 4, 6, 2) && alike(left, right, 6, 4, 2)) return 2
      if (damerau(dictionary, left, right, 1) <= 1) return 3
      return year ? 4 : 5
    }
  },
})

/**
 * A number given by law, in `id`; `checked` says that its check digit stands and its form has one. Two checked numbers that differ are
 * two numbers: one slip does not lead from one to another.
 */
export const lawfulNumber = ({ id, title }: Named, checked: string, uAtMost: number): Field => ({
  id,
  title,
  levels: [
    same(0.95, { blocked: true, uAtMost }),
    level('close', '差一位（校验不通过）', 'one digit off, check digit fails', 0.03),
    level('different', '不同（有一方未通过校验）', 'different, one fails its check', 0.015),
    level('conflict', '两个有效号码不同', 'two valid numbers differ', 0.005),
  ],
  compare: (table) => {
    const { ids, dictionary } = columnOf(table, id)
    const valid = columnOf(table, checked).ids
    return (a, b) => {
      const [left, right] = [ids[a] as number, ids[b] as number]
      if (!left || !right) return 0
      if (left === right) return 1
      if (valid[a] && valid[b]) return 4
      return damerau(dictionary, left, right, 1) <= 1 ? 2 : 3
    }
  },
})

/** How many characters stand at one place in both, where both are equally long. */
function differing(column: Column, left: number, right: number): number {
  const { chars, starts } = column.dictionary
  const [from, other] = [starts[left] as number, starts[right] as number]
  const length = (starts[left + 1] as number) - from
  if ((starts[right + 1] as number) - other !== length) return -1
  let count = 0
  for (let at = 0; at < length; at++) if (chars[from + at] !== chars[other + at]) count++
  return count
}

/** Chinese names by characters, then by sound, then by the family name; 周女士 has a family name only. */
export const chineseName = ({ id, title }: Named): Field => ({
  id,
  title,
  levels: [
    same(0.9, { frequency: 'name' }),
    level('sound', '同音', 'the same sound', 0.04, { frequency: 'sound' }),
    level('near', '近音', 'nearly the same sound', 0.01),
    level('character', '三字以上差一字', 'one character of three or more', 0.01),
    level('family-told', '仅知姓氏，姓氏相同', 'only the family name is told, and it is the same', 0.03),
    level('family', '同姓不同名', 'the same family name, another given name', 0.005),
    different(0.005),
  ],
  compare: (table) => {
    const [name, sound, family] = [columnOf(table, 'name'), columnOf(table, 'sound'), columnOf(table, 'family')]
    return (a, b) => {
      const [familyA, familyB] = [family.ids[a] as number, family.ids[b] as number]
      if (!familyA || !familyB) return 0
      const [left, right] = [name.ids[a] as number, name.ids[b] as number]
      if (!left || !right) return familyA === familyB ? 5 : 7
      if (left === right) return 1
      const [soundA, soundB] = [sound.ids[a] as number, sound.ids[b] as number]
      if (soundA === soundB) return 2
      const apart = differing(name, left, right)
      if (damerau(sound.dictionary, soundA, soundB, 1) <= 1) return 3
      const length = (name.dictionary.starts[left + 1] as number) - (name.dictionary.starts[left] as number)
      if (apart === 1 && length > 2) return 4
      return familyA === familyB ? 6 : 7
    }
  },
})

/** `estate` of one is part of the other: 宝宸共和家园 and 共和家园. */
function partOf({ dictionary: { chars, starts } }: Column, a: number, b: number): boolean {
  const [lengthA, lengthB] = [a, b].map((id) => (starts[id + 1] as number) - (starts[id] as number)) as [number, number]
  const [short, long, length, room] = lengthA < lengthB ? [a, b, lengthA, lengthB - lengthA] : [b, a, lengthB, lengthA - lengthB]
  if (length < 3) return false
  for (let shift = 0; shift <= room; shift++) {
    let at = 0
    while (at < length && chars[(starts[short] as number) + at] === chars[(starts[long] as number) + shift + at]) at++
    if (at === length) return true
  }
  return false
}

/** 0 unknown, 1 agreed, 2 against. */
const told = (ids: Int32Array, a: number, b: number): number => (ids[a] && ids[b] ? (ids[a] === ids[b] ? 1 : 2) : 0)

/** The levels of `#protocols/address-comparison`, on columns: town, street, house, estate, building, unit, room. */
export function homeLevels(table: Table): Compare {
  const ids = (id: string) => columnOf(table, id).ids
  const [town, street, house, building, unit, room] = ['town', 'street', 'house', 'building', 'unit', 'room'].map(ids) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const estate = columnOf(table, 'estate')
  return (a, b) => {
    const sameStreet = told(street, a, b)
    const door = sameStreet === 1 ? told(house, a, b) : sameStreet
    let place = told(estate.ids, a, b)
    if (place === 2 && partOf(estate, estate.ids[a] as number, estate.ids[b] as number)) place = 1
    const [sameTown, sameRoom, sameBuilding] = [told(town, a, b), told(room, a, b), told(building, a, b)]
    const anchored = door === 1 || place === 1
    if (sameTown === 2) return door === 1 ? 3 : 5
    if (!anchored) {
      if (door === 2 || place === 2 || sameRoom === 2 || sameBuilding === 2) return 5
      return sameRoom && sameBuilding ? 2 : sameTown ? 4 : 0
    }
    if (door === 2 || sameBuilding === 2 || (place === 2 && door !== 1)) return 3
    if (sameRoom === 2 || told(unit, a, b) === 2) return 2
    if (sameRoom === 1) return sameBuilding === 1 || door === 1 ? 1 : 2
    const bare = !(room[a] || room[b] || unit[a] || unit[b])
    if (bare) return sameBuilding === 1 || door === 1 ? 1 : 3
    return sameBuilding === 1 || door === 1 ? 2 : 3
  }
}

export const home = ({ id, title }: Named, m = 0.75): Field => ({
  id,
  title,
  levels: [
    same(m),
    level('building', '同一幢楼', 'one building', (1 - m) * 0.1),
    level('place', '同一门牌或小区', 'one street door or estate', (1 - m) * 0.1),
    level('town', '仅镇街道相同', 'the town only', (1 - m) * 0.2),
    level('different', '不同', 'different', (1 - m) * 0.6),
  ],
  compare: homeLevels,
})
