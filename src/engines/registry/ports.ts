import { type Ctx, definePort, holds, provide } from '#kernel'
import { type DeclaredRegistry, isPersonal, registryKind } from './definition.ts'
import { refOfEntity, seenBy } from './entities.ts'
import { noteAccess } from './look-up.ts'
import { normaliseOne } from './normal.ts'
import { SubjectFacts, WhichFacts } from './schema.ts'
import { sourcesOf } from './sources.ts'
import * as store from './store-entities.ts'
import { mine } from './store-own.ts'
import { lookUpToken } from './tokens.ts'
import { unseal } from './values.ts'

/**
 * What the administration knows already, to fill a form with: never asked for twice. A resident gets what is their own;
 * staff get personal fields only with the right to see them in clear, for a purpose, and are entered for it.
 */
export const subjectFacts = definePort({ name: 'subjectFacts', input: WhichFacts, output: SubjectFacts })

const nouns = { person: 'person', enterprise: 'enterprise' } as const

async function entityOf(ctx: Ctx, registry: DeclaredRegistry, { code }: Pick<WhichFacts, 'code'>) {
  if (code === undefined) {
    const own = await mine(ctx)
    return own?.registry === registry.id ? (await store.byIds(ctx, [own.entity_id]))[0] : undefined
  }
  const value = normaliseOne(registry, registry.key, code)
  const token = lookUpToken(ctx, registry, [registry.key], { [registry.key]: value })
  return token ? (await store.byTokens(ctx, registry.id, [token], { seen: seenBy(ctx, registry), limit: 1 }))[0] : undefined
}

async function factsOf(ctx: Ctx, wanted: WhichFacts): Promise<SubjectFacts> {
  const registry = ctx.house.all(registryKind).find(({ noun }) => noun === nouns[wanted.kind])
  const row = registry && (await entityOf(ctx, registry, wanted))
  if (!registry || !row) return []
  const own = await mine(ctx)
  const isOwn = own?.entity_id === row.id
  const mayClear =
    isOwn ||
    ctx.user.kind === 'system' ||
    (holds(ctx.user, 'registry.unmask') && ctx.mode === 'write' && wanted.why !== undefined)
  const values = unseal(ctx, row)
  const titles = new Map((await sourcesOf(ctx, registry)).map(({ id, title }) => [id, title]))
  const facts = Object.entries(registry.fields).flatMap(([field, declared]) => {
    const value = values[field]
    const won = row.provenance[field]
    const isWanted = wanted.fields === undefined || wanted.fields.includes(field)
    if (value === undefined || !won || !isWanted || (isPersonal(declared) && !mayClear)) return []
    return [
      {
        field,
        title: declared.title,
        value,
        says: declared.codes?.[value] ?? { zh: value, en: value },
        source: won.source,
        from: titles.get(won.source) ?? { zh: won.source, en: won.source },
        observedOn: won.observedOn,
        personal: isPersonal(declared),
        open: declared.public === true,
        ref: refOfEntity(registry.id, row.id),
      },
    ]
  })
  const personal = facts.filter((fact) => fact.personal).map(({ field }) => field)
  if (personal.length > 0 && !isOwn && wanted.why)
    await noteAccess(ctx, registry, [row.id], { what: 'unmasked', fields: personal, ...wanted.why })
  return facts
}

export const answerFacts = provide(subjectFacts, factsOf)
