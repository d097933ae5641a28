import type { Ctx } from '#kernel'
import type { FieldValues, Registry } from './definition.ts'

const SEPARATOR = '\u001f'

/** 64 bits of a keyed hash: enough to find by, useless to guess from without the key; what is found is compared in clear. */
export function tokenOf({ secrets }: Pick<Ctx, 'secrets'>, name: string, value: string): string {
  const hash = Buffer.from(secrets.blindIndex('registry', `${name}${SEPARATOR}${value}`), 'base64url')
  return hash.readBigInt64BE(0).toString()
}

const together = (fields: readonly string[], values: FieldValues): string | undefined =>
  fields.every((field) => values[field]) ? fields.map((field) => values[field]).join(SEPARATOR) : undefined

export const lookUpToken = (ctx: Pick<Ctx, 'secrets'>, { id }: Registry, fields: readonly string[], values: FieldValues) => {
  const value = together(fields, values)
  return value === undefined ? undefined : tokenOf(ctx, `${id}|${fields.join('+')}`, value)
}

export const tieToken = (ctx: Pick<Ctx, 'secrets'>, registry: string, field: string, value: string): string =>
  tokenOf(ctx, `tie|${registry}|${field}`, value)

/** By what a record is found again: each way of looking up, each tie to another registry, each block of the matching. */
export function tokensOf(
  ctx: Pick<Ctx, 'secrets'>,
  registry: Registry,
  values: FieldValues,
  blocks: readonly string[],
): string[] {
  const tokens = registry.lookUps
    .map((fields) => lookUpToken(ctx, registry, fields, values))
    .filter((token) => token !== undefined)
  const ties = (registry.ties ?? []).flatMap(({ field }) =>
    values[field] ? [tieToken(ctx, registry.id, field, values[field])] : [],
  )
  return [...new Set([...tokens, ...ties, ...blocks.map((block) => tokenOf(ctx, `${registry.id}|block`, block))])]
}
