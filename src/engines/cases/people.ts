import { type Ctx, notFound } from '#kernel'
import { maskName, maskPhone, record, recordRead } from '#engines/audit'
import { callerMissing } from './errors.ts'
import { caseRef } from './events.ts'
import type { Unmasked } from './schema.ts'
import * as store from './store.ts'
import * as reports from './store-reports.ts'

export interface Reporter {
  name?: string | undefined
  phone?: string | undefined
  anonymous?: boolean | undefined
}

/** One spelling per number, so that the same caller is found again: digits only, without +86. */
export const plainPhone = (phone: string): string =>
  phone
    .replaceAll(/[^\d+]/g, '')
    .replace(/^(\+|00)86/, '')
    .replaceAll('+', '')

const phoneIndex = (ctx: Ctx, phone: string) => ctx.secrets.blindIndex('cases.reporter-phone', plainPhone(phone))

export function sealReporter(ctx: Ctx, reporter: Reporter | undefined) {
  const { name, phone, anonymous = false } = reporter ?? {}
  return {
    anonymous,
    name_sealed: name ? ctx.secrets.encrypt(name) : null,
    phone_sealed: phone ? ctx.secrets.encrypt(phone) : null,
    phone_index: phone && plainPhone(phone) ? phoneIndex(ctx, phone) : null,
  }
}

const open = (ctx: Ctx, { name_sealed, phone_sealed }: reports.ReportRow): Unmasked => ({
  name: name_sealed && ctx.secrets.decrypt(name_sealed),
  phone: phone_sealed && ctx.secrets.decrypt(phone_sealed),
})

/** What staff see without asking: 陈**, 138****0000. */
export function maskedReporter(ctx: Ctx, row: reports.ReportRow): Unmasked | null {
  if (!row.name_sealed && !row.phone_sealed) return null
  const { name, phone } = open(ctx, row)
  return { name: name && maskName(name), phone: phone && maskPhone(phone) }
}

/** Who reported, in clear, for a stated purpose that stays in the audit. */
export async function unmaskReporter(ctx: Ctx, reportId: string, purpose: string): Promise<Unmasked> {
  const report = await reports.byId(ctx, reportId)
  const seen = report && (await store.findVisible(ctx, report.case_id))
  if (!report || !seen) throw notFound({ what: ctx.locale === 'zh' ? '这份上报' : 'This report' })
  recordRead(ctx, { what: 'cases.reporter', refs: [caseRef(report.case_id)], purpose })
  return open(ctx, report)
}

/** A caller's earlier matters, found by the keyed hash of the number. Looking is itself a read of personal data. */
export async function reportsOfCaller(ctx: Ctx, phone: string, limit: number): Promise<reports.ReportRow[]> {
  if (plainPhone(phone).length < 5) throw callerMissing()
  const rows = await reports.byPhone(ctx, phoneIndex(ctx, phone), limit)
  recordRead(ctx, {
    what: 'cases.caller-matters',
    refs: rows.map((row) => caseRef(row.case_id)),
    purpose: '接听来电，查询该号码此前的诉求',
  })
  return rows
}

const personal =
  /(?<![\d])(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dXx]|0\d{2,3}[- ]?\d{7,8})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+/g
/** People write their numbers into the text. Nobody outside sees them. */
export const withoutNumbers = (text: string): string => text.replaceAll(personal, '＊＊＊')

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/**
 * The secret that goes with a number. Derived from a key outside the database, not stored: the same report sent again
 * gets the same code, and whoever reads the tables cannot follow anybody's report.
 */
export function followCode(ctx: Ctx, reportId: string): string {
  const bytes = Buffer.from(ctx.secrets.blindIndex('cases.follow-code', reportId), 'base64url')
  return [...bytes.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('')
}

const reporterYears = 3

/** Names and telephone numbers go three years after the case has ended. */
export async function eraseOldReporters(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now)
  before.setUTCFullYear(before.getUTCFullYear() - reporterYears)
  const erased = await reports.eraseReporters(ctx, before)
  if (erased > 0) record(ctx, { action: 'cases.erase-reporters', after: { count: erased } })
}
