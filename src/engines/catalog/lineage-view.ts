import { listOrganisations } from '#engines/identity'
import { type Ctx, parseRef, type Text } from '#kernel'
import { missing } from './resources.ts'
import { resourceRef } from './lineage.ts'
import type { Lineage, LineageNode, Usage } from './schema.ts'
import * as resources from './store.ts'
import { around } from './store-lineage.ts'
import * as usage from './store-usage.ts'

const kinds: Record<string, LineageNode['kind']> = {
  'catalog.source': 'source',
  'catalog.database': 'source',
  'catalog.resource': 'resource',
  'catalog.distribution': 'distribution',
  'catalog.share': 'share',
  'catalog.exchange': 'exchange',
  'identity.organisation': 'consumer',
  'open-data.dataset': 'open',
  'indicators.indicator': 'indicator',
}

/** Everything a resource was made from and everything made from it, as it was recorded when it was made. */
export async function lineageOf(ctx: Ctx, id: string): Promise<Lineage> {
  const resource = await resources.byId(ctx, id)
  if (!resource || resource.state === 'draft') throw missing(ctx)
  const edges = await around(ctx, resourceRef(id))
  const refs = [...new Set([resourceRef(id), ...edges.flatMap(({ from_ref, to_ref }) => [from_ref, to_ref])])]
  const names = await namesOf(ctx, refs, edges)
  return {
    nodes: refs.map((ref) => {
      const { type, id: own } = parseRef(ref)
      return {
        ref,
        kind: kinds[type] ?? 'other',
        title: names.get(ref) ?? { zh: own, en: own },
        id: type === 'catalog.source' || type === 'catalog.database' ? null : own,
      }
    }),
    edges: edges.map(({ from_ref, to_ref, how, detail, made_by, made_at, ended_at }) => ({
      from: from_ref,
      to: to_ref,
      how,
      at: made_at.toISOString(),
      by: made_by,
      endedAt: ended_at?.toISOString() ?? null,
      detail,
    })),
  }
}

async function namesOf(ctx: Ctx, refs: readonly string[], edges: Awaited<ReturnType<typeof around>>): Promise<Map<string, Text>> {
  const names = new Map<string, Text>()
  const ids = refs.filter((ref) => ref.startsWith('catalog.resource:')).map((ref) => parseRef(ref).id)
  for (const row of await resources.byIds(ctx, ids)) names.set(resourceRef(row.id), row.name)
  for (const { path, name } of await listOrganisations(ctx)) names.set(`identity.organisation:${path}`, name)
  for (const ref of refs) {
    const { type, id } = parseRef(ref)
    const into = edges.find(({ to_ref }) => to_ref === ref)
    if (type === 'catalog.source')
      names.set(ref, ctx.house.modules.find((module) => module.id === id)?.title ?? plain(decodeURIComponent(id)))
    const from = edges.find(({ from_ref }) => from_ref === ref)
    if (type === 'catalog.database') names.set(ref, plain(`${from?.detail['database'] ?? id} · ${from?.detail['table'] ?? ''}`))
    if (type === 'catalog.distribution') names.set(ref, { zh: '库表', en: 'Table' })
    if (type === 'catalog.share') names.set(ref, plain(String(into?.detail['number'] ?? id)))
    if (type === 'open-data.dataset') names.set(ref, { zh: '开放数据', en: 'Open data' })
    if (type === 'catalog.exchange') names.set(ref, plain(String(into?.detail['title'] ?? id)))
  }
  return names
}
const plain = (text: string): Text => ({ zh: text, en: text })

export async function usageOf(ctx: Ctx, id: string): Promise<Usage> {
  const resource = await resources.byId(ctx, id)
  if (!resource || resource.state === 'draft') throw missing(ctx)
  const names = new Map((await listOrganisations(ctx)).map(({ path, name }) => [path, name]))
  const consumers = await usage.ofResource(ctx, id)
  return {
    consumers: consumers.map((row) => ({
      ...row,
      title: names.get(row.consumer) ?? (row.consumer === 'public' ? { zh: '社会公众', en: 'The public' } : plain(row.consumer)),
    })),
    days: await usage.daysOf(ctx, id, 90),
  }
}
