import { type Ctx, DomainError, holds, newId, type UploadPart, type User } from '#kernel'
import { attributesOf, fileReport, type Point } from '#engines/cases'
import { upload } from '#engines/files'
import { clientByKey } from '#engines/identity'
import { type Raw, checkJurisdiction, text } from './arguments.ts'
import { attributeValues } from './attributes.ts'
import { argumentMissing, argumentWrong, keyRefused } from './errors.ts'
import { openService } from './services.ts'
import type { XmlNode } from './xml.ts'

const LONGEST = 4000

async function userOfKey(ctx: Ctx, key: string): Promise<User | undefined> {
  try {
    return (await clientByKey(ctx, key)).user
  } catch (error) {
    if (error instanceof DomainError && error.is === 'unauthenticated') return undefined
    throw error
  }
}

/** The client that signs with this key, speaking as itself. */
async function asClient(ctx: Ctx, raw: Raw): Promise<Ctx> {
  const key = text(raw, 'api_key')
  const user = key ? await userOfKey(ctx, key) : ctx.user.kind === 'client' ? ctx.user : undefined
  if (!user || !holds(user, 'open311.report')) throw keyRefused()
  return ctx.as(user)
}

/** A point, an address, or the id of one: GeoReport asks for one of the three. */
function placeOf(raw: Raw): { point: Point | null; address: string } {
  const [lat, lon] = [coordinate(raw, 'lat', 90), coordinate(raw, 'long', 180)]
  const address = text(raw, 'address_string') ?? ''
  const addressId = text(raw, 'address_id')
  if ((lat === undefined) !== (lon === undefined)) throw argumentMissing({ name: lat === undefined ? 'lat' : 'long' })
  if (lat === undefined && !address && !addressId) throw argumentMissing({ name: 'lat, long / address_string / address_id' })
  if (address.length > 200) throw argumentWrong({ name: 'address_string', why: '≤ 200' })
  return {
    point: lat === undefined || lon === undefined ? null : { lat, lon },
    address: address || (addressId ? `address_id ${addressId.slice(0, 100)}` : ''),
  }
}

function coordinate(raw: Raw, name: string, most: number): number | undefined {
  const given = text(raw, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (!Number.isFinite(value) || Math.abs(value) > most) throw argumentWrong({ name, why: `−${most} … ${most}` })
  return value
}

function mediaUrlOf(raw: Raw): string | undefined {
  const given = text(raw, 'media_url')
  if (given === undefined) return undefined
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || given.length > 2000) throw argumentWrong({ name: 'media_url', why: 'https://…' })
  return url.href
}

/** How the reporter can be reached, as one sealed name and one sealed number. */
function reporterOf(raw: Raw): { name?: string; phone?: string } {
  const names = [text(raw, 'first_name'), text(raw, 'last_name')].filter((part) => part !== undefined)
  const email = text(raw, 'email')
  const name = [names.join(' '), email && `<${email}>`].filter(Boolean).join(' ').slice(0, 200)
  const phone = text(raw, 'phone')?.slice(0, 40)
  return { ...(name && { name }), ...(phone && { phone }) }
}

/** A report from another system, in the transaction that the caller opened as the client. */
export async function fileRequest(
  ctx: Ctx,
  raw: Raw,
  { photos, idempotencyKey }: { photos: readonly string[]; idempotencyKey: string | undefined },
): Promise<XmlNode[]> {
  checkJurisdiction(ctx, raw)
  const client = await asClient(ctx, raw)
  const code = text(raw, 'service_code')
  if (!code) throw argumentMissing({ name: 'service_code' })
  const service = openService(ctx, code)
  const place = placeOf(raw)
  const description = text(raw, 'description') ?? service.title.zh
  if (description.length > LONGEST) throw argumentWrong({ name: 'description', why: `≤ ${LONGEST}` })
  const mediaUrl = mediaUrlOf(raw)
  const filed = await fileReport(client, {
    channel: 'open311',
    category: code,
    ...place,
    description,
    photos,
    attributes: attributeValues(raw, attributesOf(ctx.house, code), ctx.locale),
    reporter: reporterOf(raw),
    // Without a key of the sender's own every posting is a new report: nothing in the standard says otherwise.
    sourceKey: `${client.user.id} ${idempotencyKey ?? newId()}`,
    ...(mediaUrl && { mediaUrl }),
  })
  const notice = { zh: `编号 ${filed.number}，查询码 ${filed.code}`, en: `Number ${filed.number}, code ${filed.code}` }
  return [{ service_request_id: filed.caseId, service_notice: notice[ctx.locale], account_id: null }]
}

/** Fields and files of a multipart form. The key must come before the files: nobody unknown leaves a file here. */
export async function readMultipart(
  ctx: Ctx,
  parts: AsyncIterable<UploadPart>,
  inAddress: Raw,
): Promise<{ raw: Raw; photos: string[] }> {
  const raw: Record<string, string | string[]> = Object.assign(Object.create(null), inAddress)
  const photos: string[] = []
  let client: Ctx | undefined
  for await (const part of parts) {
    if (part.value !== undefined) {
      const before = raw[part.field]
      raw[part.field] = before === undefined ? part.value : [before, part.value].flat()
      continue
    }
    client ??= await ctx.transact('read', async (inner) => ctx.as((await asClient(inner, raw)).user))
    photos.push((await upload(client, only(part))).id)
  }
  return { raw, photos }
}

async function* only(part: UploadPart): AsyncIterable<UploadPart> {
  yield part
}
