import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { AreaKind, Geometry, Tags } from './schema.ts'

/**
 * Overlays are computed on a grid of a centimetre: never at odds with itself over nearly equal edges. On plain numbers
 * GEOS then retries after an exception, and the embedded database loses that exception and answers with no rows.
 */
const GRID = sql`1e-7::float8`

export interface KnownArea {
  code: string
  kind: AreaKind
  path: string
  name: string
  current: boolean
}

export async function knownAreas(ctx: Ctx): Promise<KnownArea[]> {
  const { rows } =
    await sql<KnownArea>`select code, kind, path::text as path, name_zh as name, valid_to is null as current from geo.area order by path`.execute(
      ctx.db,
    )
  return rows
}

export interface Incoming {
  at: number
  code: string
  path: string
  name: { zh: string; en: string }
  /** The file gave an English name; else one that we have already stays. */
  nameEn: boolean
  geometry: Geometry
}

/** Lays the candidates into a table of this transaction, to be compared with each other and with what stands. */
export async function lay(ctx: Ctx, areas: readonly Incoming[]): Promise<void> {
  await sql`create temporary table if not exists incoming_area
    (at int primary key, id uuid, code text, path ltree, name_zh text, name_en text, english boolean, geometry geometry(MultiPolygon, 4326)) on commit drop`.execute(
    ctx.db,
  )
  await sql`delete from incoming_area`.execute(ctx.db)
  const rows = areas.map(({ at, code, path, name, nameEn, geometry }) => ({
    at,
    id: newId(),
    code,
    path,
    name_zh: name.zh,
    name_en: name.en,
    english: nameEn,
    geometry,
  }))
  await sql`insert into incoming_area select at, id, code, path::ltree, name_zh, name_en, english, st_setsrid(st_multi(st_geomfromgeojson(geometry::text)), 4326)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (at int, id uuid, code text, path text, name_zh text, name_en text, english boolean, geometry jsonb)`.execute(ctx.db)
}

/** Takes candidates back out, all of them when none are named. */
export const takeOut = (ctx: Ctx, at?: readonly number[]) =>
  sql`delete from incoming_area where ${at === undefined}::boolean or at = any(${[...(at ?? [])]}::int[])`.execute(ctx.db)

export async function invalidRings(ctx: Ctx): Promise<{ at: number; why: string }[]> {
  const { rows } = await sql<{
    at: number
    why: string
  }>`select at, st_isvalidreason(geometry) as why from incoming_area where not st_isvalid(geometry) order by at`.execute(ctx.db)
  return rows
}

/** Pairs in the file that overlap by more than this share of the smaller one. */
export async function overlaps(ctx: Ctx, share: number): Promise<{ earlier: number; later: number; share: number }[]> {
  const { rows } = await sql<{ earlier: number; later: number; share: number }>`select * from (
      select a.at as earlier, b.at as later, st_area(st_intersection(a.geometry, b.geometry, ${GRID})) / least(st_area(a.geometry), st_area(b.geometry)) as share
      from incoming_area a join incoming_area b on a.at < b.at and a.geometry && b.geometry and st_intersects(a.geometry, b.geometry)
    ) pair where share > ${share} order by later, earlier`.execute(ctx.db)
  return rows
}

/** Takes the laid areas over: what stood is kept as past, ids, codes and paths stay. Returns what was changed and added. */
export async function takeOver(
  ctx: Ctx,
  { kind, source, schematic }: { kind: AreaKind; source: string; schematic: boolean },
): Promise<{ updated: number; added: number }> {
  await sql`insert into geo.area_past (area_id, version, name_zh, name_en, geometry, source, schematic, valid_from, valid_to)
    select a.id, a.version, a.name_zh, a.name_en, a.geometry, a.source, a.schematic, a.valid_from, coalesce(a.valid_to, ${ctx.now})
    from geo.area a join incoming_area i on i.code = a.code`.execute(ctx.db)
  const drawn = sql`st_pointonsurface(i.geometry), st_area(i.geometry::geography) / 1e6`
  const updated =
    await sql`update geo.area a set (geometry, label, km2) = (select i.geometry, ${drawn}), path = i.path, name_zh = i.name_zh,
      name_en = case when i.english then i.name_en else a.name_en end, source = ${source}, schematic = ${schematic},
      version = a.version + 1, valid_from = ${ctx.now}, valid_to = null
    from incoming_area i where i.code = a.code`.execute(ctx.db)
  const added =
    await sql`insert into geo.area (id, code, kind, name_zh, name_en, path, geometry, label, km2, source, schematic, valid_from)
    select i.id, i.code, ${kind}, i.name_zh, i.name_en, i.path, i.geometry, ${drawn}, ${source}, ${schematic}, ${ctx.now}
    from incoming_area i where not exists (select from geo.area a where a.code = i.code)`.execute(ctx.db)
  return { updated: Number(updated.numAffectedRows ?? 0), added: Number(added.numAffectedRows ?? 0) }
}

/** Withdraws current areas of these kinds below the paths, unless the file brought them. */
export async function retireBelow(ctx: Ctx, paths: readonly string[], kinds: readonly AreaKind[]): Promise<number> {
  const { numAffectedRows } =
    await sql`update geo.area a set valid_to = ${ctx.now} where a.valid_to is null and a.kind = any(${[...kinds]}::text[])
    and a.path <@ any(${[...paths]}::text[]::ltree[]) and not exists (select from incoming_area i where i.code = a.code)`.execute(
      ctx.db,
    )
  return Number(numAffectedRows ?? 0)
}

/** How much of the district's outline areas of this kind now cover, 0 to 1. */
export async function coverage(ctx: Ctx, kind: AreaKind): Promise<number> {
  const { rows } = await sql<{
    share: number
  }>`select coalesce(st_area(st_intersection(d.geometry, p.geometry, ${GRID})) / st_area(d.geometry), 0) as share
    from geo.area d, (select st_unaryunion(st_collect(geometry), ${GRID}) as geometry from geo.area where kind = ${kind} and valid_to is null) p where d.kind = 'district' and d.valid_to is null`.execute(
    ctx.db,
  )
  return Number(rows[0]?.share ?? 0)
}

/** Lays the district's outline as drawn around its towns; gaps of some twenty metres between them close. */
export async function layOutline(ctx: Ctx): Promise<void> {
  await takeOut(ctx)
  await sql`insert into incoming_area select 0, d.id, d.code, d.path, d.name_zh, d.name_en, false,
      st_multi(st_collectionextract(st_makevalid(st_buffer(st_buffer(t.geometry, 0.0002, 'join=mitre'), -0.0002, 'join=mitre')), 3))
    from geo.area d, (select st_unaryunion(st_collect(geometry), ${GRID}) as geometry from geo.area where kind = 'town' and valid_to is null) t
    where d.kind = 'district' and d.valid_to is null`.execute(ctx.db)
}

/** What lies around the district's outline, to be shaded on maps. */
export async function redrawSurroundings(ctx: Ctx, layer: string): Promise<void> {
  await sql`delete from geo.feature where layer = ${layer}`.execute(ctx.db)
  await sql`insert into geo.feature (id, layer, tags, geometry, source, schematic)
    select ${newId()}, ${layer}, '{"kind": "outside"}', st_difference(st_expand(st_envelope(geometry), 0.6), geometry, ${GRID}), source, schematic
    from geo.area where kind = 'district' and valid_to is null`.execute(ctx.db)
}

/** Which drawn features PostGIS finds broken: self-crossing rings. */
export async function invalidDrawn(
  ctx: Ctx,
  features: readonly { at: number; geometry: Geometry }[],
): Promise<{ at: number; why: string }[]> {
  const { rows } = await sql<{ at: number; why: string }>`select at, st_isvalidreason(st_geomfromgeojson(geometry::text)) as why
    from jsonb_to_recordset(${JSON.stringify(features)}::jsonb) as r (at int, geometry jsonb) where not st_isvalid(st_geomfromgeojson(geometry::text)) order by at`.execute(
    ctx.db,
  )
  return rows
}

export async function replaceLayer(
  ctx: Ctx,
  layer: string,
  features: readonly { geometry: Geometry; tags: Tags }[],
  { source, schematic }: { source: string; schematic: boolean },
): Promise<number> {
  const before = await sql`delete from geo.feature where layer = ${layer}`.execute(ctx.db)
  const rows = features.map(({ geometry, tags }) => ({ id: newId(), tags, geometry }))
  await sql`insert into geo.feature (id, layer, tags, geometry, source, schematic)
    select id, ${layer}, tags, st_setsrid(st_geomfromgeojson(geometry::text), 4326), ${source}, ${schematic}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, tags jsonb, geometry jsonb)`.execute(ctx.db)
  return Number(before.numAffectedRows ?? 0)
}

/** Tells every process, by the next look, that what is drawn has changed. */
export const newStamp = (ctx: Ctx) =>
  sql`insert into geo.revision (one, stamp) values (true, ${newId()}) on conflict (one) do update set stamp = excluded.stamp`.execute(
    ctx.db,
  )
