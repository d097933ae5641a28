import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

/** One column as pages and other systems read it. */
export const ColumnShape = z.object({
  name: z.string(),
  kind: z.enum([
    'text',
    'integer',
    'decimal',
    'boolean',
    'date',
    'instant',
    'choice',
    'reference',
    'area',
    'organisation',
    'point',
    'secret',
  ]),
  title: Text,
  hint: Text.optional(),
  required: z.boolean(),
  /** Worked out by the register's own rules: shown, filtered, exported, never written from outside. */
  computed: z.boolean(),
  unit: z.string().optional(),
  /** Stands in a new row that gives none. */
  usual: z.unknown().optional(),
  maxLength: z.int().optional(),
  digits: z.int().optional(),
  codes: z.array(z.object({ code: z.string(), title: Text })).optional(),
  /** The register a reference points into: its id, and its address if you may read it. */
  to: z.object({ register: z.string(), path: z.string().nullable() }).optional(),
  masked: z.boolean(),
  personal: z.boolean(),
  search: z.boolean(),
  /** How it can be filtered: `filter.<name>=` (eq, several: in), `.from/.to`, `.prefix`, `.empty`, `.within` (bbox). */
  filters: z.array(z.enum(['eq', 'range', 'prefix', 'empty', 'under', 'within'])),
  sort: z.boolean(),
  wide: z.boolean(),
  standard: z.string().optional(),
})
export type ColumnShape = z.infer<typeof ColumnShape>

/** What a register is, for whoever reads it: columns, rights, what it is called. */
export const RegisterShape = z.object({
  id: z.string(),
  module: z.string(),
  name: z.string(),
  title: Text,
  about: Text,
  path: z.string(),
  columns: z.array(ColumnShape),
  naturalKey: z.array(z.string()),
  label: z.string(),
  list: z.object({ columns: z.array(z.string()), sort: z.string() }),
  searchable: z.boolean(),
  /** Id of its map layer, if it has one. */
  layer: z.string().nullable(),
  retention: Text,
  legalBasis: Text,
  may: z.object({ edit: z.boolean(), import: z.boolean(), export: z.boolean(), unmask: z.boolean() }),
})
export type RegisterShape = z.infer<typeof RegisterShape>

export const RegisterMark = RegisterShape.pick({
  id: true,
  module: true,
  name: true,
  title: true,
  about: true,
  path: true,
  may: true,
})
export type RegisterMark = z.infer<typeof RegisterMark>

/** A row in a list. Masked values are shortened; `titles` says how references, areas and organisations are called. */
export const Row = z.object({
  id: z.uuid(),
  version: z.int(),
  label: z.string(),
  values: z.record(z.string(), z.unknown()),
  titles: z.record(z.string(), Text),
  createdAt: z.string(),
  updatedAt: z.string(),
  removedAt: z.string().nullable(),
})
export type Row = z.infer<typeof Row>

/** How many rows fit: counted up to a bound, beyond it the planner's estimate. */
export const Count = z.object({ rows: z.int(), exact: z.boolean() })
export type Count = z.infer<typeof Count>

/** A register in the list of all: how many rows this reader sees, and when any last changed. */
export const RegisterSummary = RegisterMark.extend({
  /** The module that keeps it. */
  room: Text,
  count: Count,
  changedAt: z.string().nullable(),
})
export type RegisterSummary = z.infer<typeof RegisterSummary>
export const Overview = z.object({ items: z.array(RegisterSummary), next: z.null() })

/** The rows of a list on a map: where many lie close together, how many; else each by itself. */
export const Places = z.object({
  items: z.array(
    z.object({ lon: z.number(), lat: z.number(), rows: z.int(), id: z.uuid().nullable(), label: z.string().nullable() }),
  ),
  /** Rows within what is shown. */
  inView: z.int(),
  /** Rows of the list that have no place. */
  unplaced: Count,
})
export type Places = z.infer<typeof Places>

export const RowPage = z.object({ items: z.array(Row), next: z.string().nullable(), count: Count.optional() })
export type RowPage = z.infer<typeof RowPage>

/** A row by itself: what may be done with it, and who refers to it. */
export const RowDetail = Row.extend({
  ref: z.string(),
  may: z.object({ edit: z.boolean(), unmask: z.boolean() }),
  referrers: z.array(
    z.object({ register: z.string(), title: Text, column: z.string(), path: z.string(), rows: z.int(), exact: z.boolean() }),
  ),
})
export type RowDetail = z.infer<typeof RowDetail>

/** Which rows a change of many is about (by id and version, or by the list's own parameters), and what it sets. */
const OfBulk = z.object({ id: z.uuid(), label: z.string() })
export const BulkReport = z.object({
  /** Names this change: to take it back. */
  bulk: z.uuid(),
  changed: z.int(),
  /** Had these values already. */
  same: z.int(),
  /** Left as they were, and why. */
  refused: z.array(OfBulk.extend({ faults: z.array(z.object({ path: z.string(), code: z.string(), text: Text })) })),
  /** Changed or removed by somebody meanwhile: left as they are. */
  stale: z.array(OfBulk),
})
export type BulkReport = z.infer<typeof BulkReport>
export const Undoing = z.strictObject({ bulk: z.uuid() })

const Why = z.string().trim().min(1).max(500)
export const Removal = z.strictObject({ version: z.int(), why: Why })
export const Restoral = z.strictObject({ version: z.int(), why: Why.optional() })
export const Unmasking = z.strictObject({
  purpose: z.string().trim().min(4).max(500),
  columns: z.array(z.string().max(60)).max(100).optional(),
})
export type Unmasking = z.infer<typeof Unmasking>
export const Unmasked = z.object({ values: z.record(z.string(), z.string().nullable()) })
export type Unmasked = z.infer<typeof Unmasked>

/** Who changed what, newest first. Personal values stand masked. */
export const HistoryEntry = z.object({
  id: z.string(),
  at: z.string(),
  act: z.enum(['created', 'imported', 'changed', 'removed', 'restored']),
  by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
  /** Changed fields only. */
  changes: z.array(z.object({ column: z.string(), before: z.unknown(), after: z.unknown() })),
  why: z.string().nullable(),
  source: z.string().nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>
export const HistoryPage = z.object({
  items: z.array(HistoryEntry),
  titles: z.record(z.string(), Text),
  next: z.string().nullable(),
})
export type HistoryPage = z.infer<typeof HistoryPage>

/** A list's filters, sort and columns under a name: one's own, or shared with one's organisation. */
export const NewView = z.strictObject({
  id: z.uuid().optional(),
  name: z.string().trim().min(1).max(60),
  shared: z.boolean().default(false),
  /** The list's own parameters, as its address has them: `q`, `sort`, `columns`, `filter.…`. */
  query: z.record(z.string().max(80), z.union([z.string().max(500), z.array(z.string().max(500)).max(100)])),
})
export type NewView = z.infer<typeof NewView>
export const View = z.object({
  id: z.uuid(),
  name: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
})
export type View = z.infer<typeof View>
export const Views = z.object({ items: z.array(View), next: z.null() })
export type Views = z.infer<typeof Views>

export const IMPORT_STATES = ['mapping', 'checking', 'checked', 'running', 'done', 'refused', 'stopped'] as const

/** A file on its way into a register: checked first (dry run), then run; rows that are wrong stay out and can be fetched. */
export const Import = z.object({
  id: z.uuid(),
  register: z.string(),
  state: z.enum(IMPORT_STATES),
  filename: z.string(),
  bytes: z.int(),
  kind: z.enum(['csv', 'xlsx']),
  encoding: z.enum(['utf-8', 'gb18030']).nullable(),
  sheet: z.string().nullable(),
  by: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Until when the file and its rejected rows are kept. */
  keptUntil: z.string(),
  /** The file's titles, and the column each was taken for; null: not taken. */
  columns: z.array(z.object({ title: z.string(), column: z.string().nullable() })),
  /** Share of the present pass that is done, 0 to 1, and rows read in it so far. */
  progress: z.number().min(0).max(1),
  rows: z.int(),
  /** What the check found that a run would do; `faulty` rows stay out. */
  found: z.object({ insert: z.int(), update: z.int(), unchanged: z.int(), faulty: z.int() }),
  /** What the run has done so far. */
  done: z.object({ inserted: z.int(), updated: z.int(), unchanged: z.int(), refused: z.int() }),
  /** Why it was refused as a whole or stopped. */
  problem: z.object({ code: z.string(), text: Text }).nullable(),
})
export type Import = z.infer<typeof Import>
export const ImportPage = z.object({ items: z.array(Import), next: z.string().nullable() })
export type ImportPage = z.infer<typeof ImportPage>

/** What a column of a file may be for, and what speaks for it: its title, how that sounds (拼音), shared words, the values below. */
export const Proposal = z.object({
  column: z.string(),
  likeness: z.number().min(0).max(1),
  by: z.enum(['title', 'pinyin', 'words', 'content']),
})
export type Proposal = z.infer<typeof Proposal>

/** The columns of an import's file, what is taken for what now, and what could be. For whoever sent it. */
export const ImportMapping = z.object({
  columns: z.array(
    z.object({
      title: z.string(),
      /** Taken for this column; null: left out. */
      column: z.string().nullable(),
      /** What is proposed, each column of the register once at most. */
      proposed: z.string().nullable(),
      proposals: z.array(Proposal),
      /** The first values below it. */
      samples: z.array(z.string()),
    }),
  ),
})
export type ImportMapping = z.infer<typeof ImportMapping>
export const NewMapping = z.strictObject({
  /** In the order of the file: the column's name, or null to leave it out. */
  columns: z.array(z.string().max(60).nullable()).max(300),
  /** For the next file with the same titles. */
  remember: z.boolean().default(true),
})
export type NewMapping = z.infer<typeof NewMapping>

/** One thing wrong with one cell (or with the row: no column). Personal values stand masked. */
export const ImportFault = z.object({
  line: z.int(),
  column: z.string().nullable(),
  title: Text.nullable(),
  value: z.string().nullable(),
  code: z.string(),
  text: Text,
  /** What to do about it. */
  advice: Text,
})
export type ImportFault = z.infer<typeof ImportFault>
export const ImportFaults = z.object({
  items: z.array(ImportFault),
  next: z.string().nullable(),
  /** With the first page: which faults there are and in how many rows, the commonest first; `value` is one of them. */
  kinds: z.array(ImportFault.omit({ line: true }).extend({ rows: z.int(), firstLine: z.int() })).optional(),
})
export type ImportFaults = z.infer<typeof ImportFaults>
