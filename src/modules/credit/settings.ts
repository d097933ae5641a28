import { z } from 'zod'
import { type Ctx, defineSettings, type House, settingsOf, Text } from '#kernel'
import { Limit, TreePath } from './schema.ts'

const Code = z.string().regex(/^[a-z][a-z0-9-]*$/)

/** 信用领域: from which part of public life a record comes. `own`: the classification is this project's, no national table of codes. */
const Field = z.object({ code: Code, title: Text, departments: z.array(z.string()), own: z.boolean() })
/** 信息类别 of the national catalogue 全国公共信用信息基础目录; codes are ours. `open`: shown to anyone who asks. */
const Kind = z.object({ code: Code, title: Text, adverse: z.boolean(), open: z.boolean() })
/** 严重失信主体名单: nothing is listed without the norm that creates the list. */
const SeriousList = z.object({
  code: Code,
  title: Text,
  basis: z.string().min(4),
  departments: z.array(z.string()).min(1),
  /** Between notice and entry: time to state one's case. */
  hearing: Limit,
  /** Months after which an entry ends by itself. */
  months: z.number().int().positive(),
  consequence: Text,
})
const Measure = z.object({
  code: Code,
  kind: z.enum(['incentive', 'penalty']),
  title: Text,
  basis: z.string().min(4),
  appliesTo: Code,
  department: z.string(),
  from: z.iso.date(),
})

export const creditSettings = defineSettings(
  'credit',
  z.object({
    fields: z.array(Field).length(16),
    kinds: z.array(Kind),
    lists: z.array(SeriousList),
    measures: z.array(Measure),
    /** Organisation (path) that runs the platform, and the one above which agencies stand. */
    office: TreePath,
    agencyKind: z.string(),
    limits: z.object({ accept: Limit, check: Limit, receive: Limit, decide: Limit }),
    consentMonths: z.number().int().positive(),
    reportDays: z.number().int().positive(),
    exchangeRows: z.number().int().positive(),
    /** Records of the demo: so many at once, the rest in the background. */
    demo: z.object({ first: z.number().int(), records: z.number().int(), subjects: z.number().int() }),
  }),
)
export type CreditSettings = ReturnType<typeof creditOf>

export const creditOf = (from: Ctx | House) => settingsOf('house' in from ? from.house : from, creditSettings)

export const fieldOf = (ctx: Ctx, code: string) => creditOf(ctx).fields.find((field) => field.code === code)
export const kindOf = (ctx: Ctx, code: string) => creditOf(ctx).kinds.find((kind) => kind.code === code)
export const listOf = (ctx: Ctx, code: string) => creditOf(ctx).lists.find((list) => list.code === code)
export const fieldTitle = (ctx: Ctx, code: string): Text => fieldOf(ctx, code)?.title ?? { zh: code, en: code }
export const kindTitle = (ctx: Ctx, code: string): Text => kindOf(ctx, code)?.title ?? { zh: code, en: code }
export const listTitle = (ctx: Ctx, code: string): Text => listOf(ctx, code)?.title ?? { zh: code, en: code }
