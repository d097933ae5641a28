import type { Column, Dictionary, Spec, Table, Values } from './spec.ts'

export const sharedUints = (length: number) => new Uint32Array(new SharedArrayBuffer(Math.max(4, length * 4)))

/** Where a table lies: in memory that threads share, or, for a handful of records, where it is made. */
interface Ground {
  room: number
  bytes: (length: number) => ArrayBufferLike
}
const shared: Ground = { room: 4096, bytes: (length) => new SharedArrayBuffer(Math.max(4, length)) }
const own: Ground = { room: 8, bytes: (length) => new ArrayBuffer(length) }

/** 32 bits of a text; never 0. Two texts of one hash only cost a comparison. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
    h ^= h >>> 15
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0 || 1
}

/** Gives each distinct text a number, from 1. */
class Interner {
  private readonly seen = new Map<string, number>()
  private counts: Uint32Array
  private chars = 0
  private readonly ground: Ground

  constructor(ground: Ground) {
    this.ground = ground
    this.counts = new Uint32Array(ground.room)
  }

  id(text: string): number {
    const known = this.seen.get(text)
    if (known !== undefined) {
      this.counts[known] = (this.counts[known] as number) + 1
      return known
    }
    const id = this.seen.size + 1
    if (id >= this.counts.length) {
      const larger = new Uint32Array(this.counts.length * 2)
      larger.set(this.counts)
      this.counts = larger
    }
    this.seen.set(text, id)
    this.counts[id] = 1
    this.chars += text.length
    return id
  }

  finish(): Dictionary {
    const uints = (length: number) => new Uint32Array(this.ground.bytes(length * 4))
    const chars = new Uint16Array(this.ground.bytes(this.chars * 2))
    const starts = uints(this.seen.size + 2)
    const counts = uints(this.seen.size + 1)
    counts.set(this.counts.subarray(0, this.seen.size + 1))
    let [at, id] = [0, 1]
    for (const text of this.seen.keys()) {
      starts[id++] = at
      for (let i = 0; i < text.length; i++) chars[at++] = text.charCodeAt(i)
    }
    starts[id] = at
    this.seen.clear()
    return { chars, starts, counts }
  }
}

/** Grows by doubling; cut to size in shared memory at the end. */
class Growing {
  private held: Uint32Array
  private length = 0
  private readonly ground: Ground

  constructor(ground: Ground) {
    this.ground = ground
    this.held = new Uint32Array(ground.room)
  }

  push(value: number): void {
    if (this.length === this.held.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.held)
      this.held = larger
    }
    this.held[this.length++] = value
  }
  finish(): ArrayBufferLike {
    const bytes = this.ground.bytes(this.length * 4)
    new Uint32Array(bytes, 0, this.length).set(this.held.subarray(0, this.length))
    this.held = new Uint32Array(0)
    return bytes
  }
}

export interface TableBuilder {
  /** Returns the row's number. */
  add: (values: Values) => number
  finish: () => Table
}

/** `few`: a table of some records for one look, not for threads. */
export function tableBuilder(spec: Spec, { few = false } = {}): TableBuilder {
  const ground = few ? own : shared
  const columns = spec.columns.map((id) => ({ id, interner: new Interner(ground), ids: new Growing(ground) }))
  const keys = spec.keys.map((key) => ({ of: key.of, hashes: new Growing(ground) }))
  let size = 0
  return {
    add: (values) => {
      for (const { id, interner, ids } of columns) {
        const value = values[id]
        ids.push(value ? interner.id(value) : 0)
      }
      for (const { of, hashes } of keys) {
        const value = of(values)
        hashes.push(value ? hash(value) : 0)
      }
      return size++
    },
    finish: () => ({
      size,
      columns: Object.fromEntries(
        columns.map(({ id, interner, ids }): [string, Column] => [
          id,
          { ids: new Int32Array(ids.finish()), dictionary: interner.finish() },
        ]),
      ),
      keys: keys.map(({ hashes }) => new Uint32Array(hashes.finish())),
    }),
  }
}
