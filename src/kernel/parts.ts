import type { ZodType, z } from 'zod'
import type { Ctx, User } from './context.ts'
import { defineKind, type House, type Kind } from './contribution.ts'
import type { Platform } from './platform.ts'
import type { Text } from './text.ts'

/** Numbered `*.sql` files of one module; its tables stand in its own PostgreSQL schema. */
export const migrationsKind = defineKind<URL>({ name: 'migrations', keyOf: (_url, moduleId) => moduleId })
export const migrations = (url: URL) => migrationsKind.of(url)

/** A shape that the district fills with its own data; checked at boot, read with `settingsOf`. */
export interface Settings<T> {
  readonly id: string
  readonly shape: ZodType<T>
}
export const settingsKind = defineKind<Settings<any>>({ name: 'settings', keyOf: (settings) => settings.id })
export const defineSettings = <S extends ZodType>(id: string, shape: S): Settings<z.infer<S>> => ({
  id,
  shape: shape as unknown as ZodType<z.infer<S>>,
})
export const settings = (value: Settings<any>) => settingsKind.of(value)

/** What is true only of one district, as data. */
export interface District {
  readonly id: string
  readonly title: Text
  /** IANA zone in which the district's days begin and its devices' local times are read. */
  readonly timeZone: string
  /** Values by settings id. */
  readonly settings: Readonly<Record<string, unknown>>
}
export const districtKind: Kind<District> = defineKind<District>({
  name: 'district',
  keyOf: () => 'district',
  check: (house) => {
    const district = house.find(districtKind, 'district')
    const complaints: string[] = []
    for (const { key, value } of house.entries(settingsKind)) {
      const parsed = value.shape.safeParse(district?.settings[key])
      if (!parsed.success)
        complaints.push(
          `"${key}" does not fit: ${parsed.error.issues
            .slice(0, 5)
            .map((issue) => `${issue.path.join('.')} ${issue.message}`)
            .join('; ')}`,
        )
    }
    for (const key of Object.keys(district?.settings ?? {}))
      if (!house.find(settingsKind, key)) complaints.push(`"${key}" is given, but no module asks for it`)
    return complaints
  },
})
export const districtOf = (house: House): District => house.get(districtKind, 'district')

const parsedSettings = new WeakMap<House, Map<string, unknown>>()
/** The district's values, parsed once. */
export function settingsOf<T>(house: House, wanted: Settings<T>): T {
  const cache = parsedSettings.get(house) ?? new Map<string, unknown>()
  parsedSettings.set(house, cache)
  if (!cache.has(wanted.id)) cache.set(wanted.id, wanted.shape.parse(districtOf(house).settings[wanted.id]))
  return cache.get(wanted.id) as T
}

/** A versioned view other modules' indicators and catalogues may read: the only foreign SQL allowed. */
export interface Dataset {
  /** `published.<module>_<name>_v<n>`, made by the owner's migration. */
  readonly view: string
  readonly title: Text
  readonly owner: string
  readonly access: 'open' | 'internal' | 'restricted'
  readonly columns: Readonly<Record<string, Text>>
}
export const datasetKind: Kind<Dataset> = defineKind<Dataset>({
  name: 'dataset',
  keyOf: (dataset) => dataset.view,
  check: (house) =>
    house
      .all(datasetKind)
      .filter(({ view }) => !/^published\.[a-z0-9_]+_v\d+$/.test(view))
      .map(({ view }) => `"${view}" must be named published.<module>_<name>_v<n>`),
})
export const dataset = (value: Dataset) => datasetKind.of(value)

/** Rows put in once: `first` on an empty district (areas, organisations), `demo` only in demo mode. Must be safe to repeat. */
export interface Seed {
  readonly id: string
  readonly when: 'first' | 'demo'
  readonly run: (ctx: Ctx) => Promise<void>
}
export const seedKind = defineKind<Seed>({ name: 'seed', keyOf: (seed) => seed.id })
export const seed = (value: Seed) => seedKind.of(value)

/** A long-running part: a socket, a dispatcher, a broker. Started by role, stopped in reverse order. */
export interface Service {
  readonly id: string
  readonly role: 'api' | 'gateway' | 'worker'
  /** Returns how to stop it, and a line for the start-up message (`HJ 212 gateway on tcp/2120`). */
  readonly start: (platform: Platform) => Promise<{ stop: () => Promise<void>; says?: string }>
}
export const serviceKind = defineKind<Service>({ name: 'service', keyOf: (service) => service.id })
export const service = (value: Service) => serviceKind.of(value)

/** Who sends this request? The identity engine answers; the kernel knows no passwords. */
export interface Authenticator {
  readonly id: string
  readonly run: (
    platform: Platform,
    request: {
      headers: Record<string, string | string[] | undefined>
      address: string
      /** `GET /api/…` as declared, and whether anybody may ask. */
      route: { key: string; isPublic: boolean }
    },
  ) => Promise<User | undefined>
}
export const authenticatorKind = defineKind<Authenticator>({ name: 'authenticator', keyOf: (value) => value.id })
export const authenticator = (value: Authenticator) => authenticatorKind.of(value)

/** Runs inside every writing transaction after its work and before its commit; the audit engine uses it. */
export interface BeforeCommit {
  readonly id: string
  readonly run: (ctx: Ctx) => Promise<void>
}
export const beforeCommitKind = defineKind<BeforeCommit>({ name: 'before-commit', keyOf: (value) => value.id })
export const beforeCommit = (value: BeforeCommit) => beforeCommitKind.of(value)

/** A command of `npm run cli -- <id> …`. */
export interface Command {
  readonly id: string
  readonly usage: string
  readonly run: (platform: Platform, args: string[], print: (line: string) => void) => Promise<number>
}
export const commandKind = defineKind<Command>({ name: 'command', keyOf: (value) => value.id })
export const command = (value: Command) => commandKind.of(value)

/** What a page says of itself before any script runs: for harvesters, search engines and people who share its address. */
export interface Head {
  readonly title: string
  readonly description?: string
  readonly links: readonly { rel: string; type: string; href: string; title?: string }[]
  /** schema.org, as JSON-LD. */
  readonly jsonLd?: object
}
export interface PageHead {
  /** An address of the pages: `/data/:name`. An exact one goes before one with names. */
  readonly path: string
  /** Undefined: nothing to say, or nothing there. */
  readonly run: (ctx: Ctx, params: Readonly<Record<string, string>>) => Promise<Head | undefined>
}
export const pageHeadKind = defineKind<PageHead>({ name: 'page-head', keyOf: ({ path }) => path })
export const pageHead = (value: PageHead) => pageHeadKind.of(value)

/** A column, text or JSON, in which sealed texts stand. Those called `sealed` or `…_sealed` need not be named. */
export interface SealedInside {
  readonly table: string
  readonly column: string
}
export const sealedInsideKind = defineKind<SealedInside>({
  name: 'sealed-inside',
  keyOf: ({ table, column }) => `${table}.${column}`,
})
export const sealedInside = (table: string, ...columns: string[]) =>
  columns.map((column) => sealedInsideKind.of({ table, column }))
