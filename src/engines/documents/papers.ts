import { createHash } from 'node:crypto'
import { maskAs, maskPhone, record } from '#engines/audit'
import { attach, keep } from '#engines/files'
import { type Ctx, newId, notFound, type Ref, refOf, type Text, type UploadPart } from '#kernel'
import { newCode, readCode } from './code.ts'
import { noPaperSent, paperRevokedAlready, paperTooLarge } from './paper-errors.ts'
import type { Mark } from './pdf.ts'
import type { Verification } from './schema.ts'
import * as store from './store.ts'

export interface NewPaper {
  /** What sort of paper it is, in the words of the room that issues it: `credit.report`. */
  kind: string
  title: Text
  /** The thing it is about; who sees that thing does not see the paper by that. */
  about: Ref
  /** The account it was issued to: they may fetch it again. */
  holder?: string
  /** What a verifier is shown. Identity and telephone numbers are shortened here in any case; shorten names yourself. */
  facts: readonly (readonly [Text, string])[]
  /** The finished file, or what makes it when its code is known, so that the code can be printed on it. */
  body: Buffer | ((mark: Mark) => Promise<Buffer>)
  validUntil?: Date
}
export interface IssuedPaper extends Mark {
  id: string
  /** To attach it to something of the issuer's own, or to link it: `/api/files/<fileId>`. */
  fileId: string
}

const refOfPaper = (id: string) => refOf('documents.paper', id)

/** 身份证号 and mobile numbers do not leave by this door, whatever the caller put in. */
const shorten = (value: string): string =>
  value
    .replace(/(?<!\w)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx](?!\w)/g, (number) => maskAs('id-number', number))
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskPhone)

/** Stores a paper for good, in the transaction of the act it certifies, and gives it a code by which anyone may verify it. */
export async function issuePaper(ctx: Ctx, paper: NewPaper): Promise<IssuedPaper> {
  const id = newId(ctx.now.getTime())
  const code = newCode()
  const url = `${ctx.config.publicUrl.replace(/\/$/, '')}/verify/${code}`
  const body = typeof paper.body === 'function' ? await paper.body({ code, url }) : paper.body
  const file = await keep(ctx, { content: body, kind: 'application/pdf', name: `${paper.title[ctx.locale]}.pdf` })
  await store.insert(ctx, {
    id,
    code,
    kind: paper.kind,
    title: paper.title,
    about: paper.about,
    holder: paper.holder ?? null,
    facts: paper.facts.map(([label, value]) => ({ label, value: shorten(value) })),
    digest: file.digest,
    file_id: file.id,
    issued_by: ctx.user.id,
    issued_at: ctx.now,
    valid_until: paper.validUntil ?? null,
  })
  await attach(ctx, [file.id], refOfPaper(id), 'paper')
  record(ctx, { action: 'documents.issue', ref: refOfPaper(id), after: { kind: paper.kind, about: paper.about } })
  return { id, code, url, fileId: file.id }
}

/** Takes a paper back: verifying it says so from now on. The file stays. */
export async function revokePaper(ctx: Ctx, id: string, why: string): Promise<void> {
  const paper = await store.lock(ctx, id)
  if (!paper) throw notFound({ what: ctx.locale === 'zh' ? '这份文书' : 'The paper' })
  if (paper.revoked_at) throw paperRevokedAlready()
  await store.revoke(ctx, id, why)
  record(ctx, { action: 'documents.revoke', ref: refOfPaper(id), why })
}

/** Papers about a thing that this user holds or issued, newest first. */
export async function papersAbout(ctx: Ctx, ref: Ref) {
  return (await store.about(ctx, ref)).map((row) => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    code: row.code,
    issuedAt: row.issued_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    url: `/api/files/${row.file_id}`,
  }))
}

function standingOf(row: store.PaperRow, now: Date): Verification['standing'] {
  if (row.revoked_at) return 'revoked'
  return row.valid_until && row.valid_until < now ? 'expired' : 'genuine'
}
const shown = (row: store.PaperRow, now: Date): Verification => ({
  standing: standingOf(row, now),
  code: row.code,
  title: row.title,
  issuedAt: row.issued_at.toISOString(),
  validUntil: row.valid_until?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  facts: row.facts,
})
const unknown: Verification = { standing: 'unknown', facts: [] }

export async function verifyCode(ctx: Ctx, typed: string): Promise<Verification> {
  const code = readCode(typed)
  const row = code ? await store.byCode(ctx, code) : undefined
  return row ? shown(row, ctx.now) : unknown
}

const MOST = 20 * 1024 * 1024

/** Both forms: a deployment may have changed its cryptography since the paper was issued. */
async function digestsOf(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const hashes = ['sm3', 'sha256'].map((form) => ({ form, hash: createHash(form) }))
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > MOST) throw paperTooLarge({ megabytes: MOST / 1024 / 1024 })
    for (const { hash } of hashes) hash.update(part)
  }
  return hashes.map(({ form, hash }) => `${form}:${hash.digest('hex')}`)
}

/**
 * Checks a file itself: is it, byte for byte, one that was issued? Nothing of it is kept. With a code, the answer is
 * about that paper, and says whether this is its file.
 */
export async function verifyFile(ctx: Ctx, parts: AsyncIterable<UploadPart>): Promise<Verification> {
  let digests: string[] | undefined
  let code: string | null = null
  for await (const part of parts) {
    if (part.value === undefined) digests = await digestsOf(part.stream)
    else if (part.field === 'code') code = readCode(part.value)
  }
  if (!digests) throw noPaperSent()
  const sent = digests
  return ctx.transact('read', async (inner) => {
    const named = code ? await store.byCode(inner, code) : undefined
    if (named) return { ...shown(named, ctx.now), sameFile: sent.includes(named.digest) }
    const row = await store.byDigest(inner, sent)
    return row ? { ...shown(row, ctx.now), sameFile: true } : unknown
  })
}
