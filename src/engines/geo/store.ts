import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Area, AreaKind, AreaName, Bbox, Feature, LonLat, Near, Tags } from './schema.ts'

interface NameRow {
  id: string
  code: string
  kind: AreaKind
  name_zh: string
  name_en: string
  path: string
}
const nameOf = ({ id, code, kind, name_zh, name_en, path }: NameRow): AreaName => ({
  id,
  code,
  kind,
  name: { zh: name_zh, en: name_en },
  path,
})

const names = sql`a.id, a.code, a.kind, a.name_zh, a.name_en, a.path::text as path`
const pointAt = ({ lon, lat }: LonLat) => sql`st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)`
const envelope = ([west, south, east, north]: Bbox) =>
  sql`st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`

/** Every current area that covers the point, largest kind first; on a shared side the lower code wins. */
export async function covering(ctx: Ctx, point: LonLat): Promise<AreaName[]> {
  const { rows } = await sql<NameRow>`select ${names} from geo.area a
    where a.valid_to is null and st_covers(a.geometry, ${pointAt(point)}) order by nlevel(a.path), a.code`.execute(ctx.db)
  return rows.map(nameOf)
}

/** The schematic child of this area nearest to the point: drawn parts need not fill an imported whole. */
export async function nearestChild(ctx: Ctx, parentPath: string, point: LonLat): Promise<AreaName | undefined> {
  const { rows } = await sql<NameRow>`select ${names} from geo.area a
    where a.valid_to is null and a.schematic and a.path ~ ${`${parentPath}.*{1}`}::lquery
    order by st_distance(a.geometry, ${pointAt(point)}), a.code limit 1`.execute(ctx.db)
  return rows.map(nameOf)[0]
}

export async function byPaths(ctx: Ctx, paths: readonly string[]): Promise<AreaName[]> {
  const { rows } =
    await sql<NameRow>`select ${names} from geo.area a where a.path = any(${[...paths]}::text[]::ltree[]) order by nlevel(a.path)`.execute(
      ctx.db,
    )
  return rows.map(nameOf)
}

export async function byCode(ctx: Ctx, code: string): Promise<AreaName | undefined> {
  const { rows } = await sql<NameRow>`select ${names} from geo.area a where a.code = ${code}`.execute(ctx.db)
  return rows.map(nameOf)[0]
}

export interface AreaFilter {
  under?: string | undefined
  kind?: AreaKind | undefined
  after?: string | undefined
  limit: number
}

const matching = ({ under, kind }: Pick<AreaFilter, 'under' | 'kind'>) => sql`a.valid_to is null
  and (${under ?? null}::text is null or a.path <@ ${under ?? null}::ltree) and (${kind ?? null}::text is null or a.kind = ${kind ?? null})`

export async function list(ctx: Ctx, filter: AreaFilter): Promise<Area[]> {
  const { rows } = await sql<
    NameRow & { lon: number; lat: number; km2: number; schematic: boolean; source: string; version: number; children: number }
  >`
    select ${names}, st_x(a.label) as lon, st_y(a.label) as lat, a.km2, a.schematic, a.source, a.version,
      (select count(*)::int from geo.area c where c.valid_to is null and c.path <@ a.path and nlevel(c.path) = nlevel(a.path) + 1) as children
    from geo.area a where ${matching(filter)} and (${filter.after ?? null}::text is null or a.path::text > ${filter.after ?? null})
    order by a.path::text limit ${filter.limit}`.execute(ctx.db)
  return rows.map(({ lon, lat, km2, schematic, source, version, children, ...row }) => ({
    ...nameOf(row),
    parent: row.path.split('.').at(-2) ?? null,
    label: { lon, lat },
    km2,
    schematic,
    source,
    version,
    children,
  }))
}

/** Names only, a whole subtree at once: there are hundreds, not millions. */
export async function subtree(ctx: Ctx, under: string | undefined, kind: AreaKind | undefined): Promise<AreaName[]> {
  const { rows } = await sql<NameRow>`select ${names} from geo.area a where ${matching({ under, kind })} order by a.path`.execute(
    ctx.db,
  )
  return rows.map(nameOf)
}

/** Areas as GeoJSON; `tolerance` in degrees takes off what no screen shows. */
export async function shapes(
  ctx: Ctx,
  filter: Pick<AreaFilter, 'under' | 'kind'> & { code?: string | undefined },
  tolerance: number,
): Promise<Feature[]> {
  const { rows } = await sql<NameRow & { geometry: string; km2: number; schematic: boolean }>`select ${names}, a.km2, a.schematic,
      st_asgeojson(case when ${tolerance}::float8 > 0 then st_simplifypreservetopology(a.geometry, ${tolerance}::float8) else a.geometry end, 6) as geometry
    from geo.area a where ${matching(filter)} and (${filter.code ?? null}::text is null or a.code = ${filter.code ?? null}) order by a.path`.execute(
    ctx.db,
  )
  return rows.map(({ geometry, id, km2, schematic, ...row }) => ({
    type: 'Feature',
    id,
    geometry: JSON.parse(geometry),
    properties: { code: row.code, kind: row.kind, name_zh: row.name_zh, name_en: row.name_en, path: row.path, km2, schematic },
  }))
}

export async function nearest(
  ctx: Ctx,
  point: LonLat,
  want: { layer?: string | undefined; withinM: number; limit: number },
): Promise<Near[]> {
  const degrees = want.withinM / 90_000
  const { rows } = await sql<{ layer: string; tags: Tags; metres: number; lon: number; lat: number }>`
    select f.layer, f.tags, f.metres, st_x(f.closest) as lon, st_y(f.closest) as lat from (
      select layer, id, tags, st_distance(geometry::geography, ${pointAt(point)}::geography) as metres, st_closestpoint(geometry, ${pointAt(point)}) as closest
      from geo.feature where geometry && st_expand(${pointAt(point)}, ${degrees}) and (${want.layer ?? null}::text is null or layer = ${want.layer ?? null})
    ) f where f.metres <= ${want.withinM} order by f.metres, f.id limit ${want.limit}`.execute(ctx.db)
  return rows.map(({ layer, tags, metres, lon, lat }) => ({
    layer,
    distanceM: Math.round(metres * 10) / 10,
    properties: tags,
    at: { lon, lat },
  }))
}

export async function stamp(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`select stamp from geo.revision`.execute(ctx.db)
  return rows[0]?.stamp ?? 'empty'
}

/** Does this PostGIS write vector tiles itself? The embedded one is built without protobuf. */
export async function writesTiles(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ version: string | null }>`select postgis_libprotobuf_version() as version`.execute(ctx.db)
  return Boolean(rows[0]?.version)
}

/** One vector tile of these layers, written by PostGIS. */
export async function tileBySql(
  ctx: Ctx,
  layers: readonly string[],
  { z, x, y }: { z: number; x: number; y: number },
): Promise<Buffer> {
  const tile = sql`st_tileenvelope(${z}::int, ${x}::int, ${y}::int)`
  const reach = sql`st_transform(st_tileenvelope(${z}::int, ${x}::int, ${y}::int, margin => 0.015625), 4326)`
  const parts = layers.map(
    (layer) => sql`select (select st_asmvt(t, ${layer}, 4096, 'geom') from (
      select d.tags, st_asmvtgeom(st_transform(d.geometry, 3857), ${tile}, 4096, 64, true) as geom
      from geo.drawn d where d.layer = ${layer} and d.geometry && ${reach} order by d.id) t where t.geom is not null) as bytes`,
  )
  const { rows } = await sql<{ bytes: Buffer | null }>`${sql.join(parts, sql` union all `)}`.execute(ctx.db)
  return Buffer.concat(rows.map((row) => Buffer.from(row.bytes ?? Buffer.alloc(0))))
}

/** Everything on the base map, for the encoder that runs in this process. */
export async function everythingDrawn(ctx: Ctx): Promise<{ layer: string; tags: Tags; geometry: string }[]> {
  const { rows } = await sql<{
    layer: string
    tags: Tags
    geometry: string
  }>`select layer, tags, st_asgeojson(geometry, 7) as geometry from geo.drawn order by layer, id`.execute(ctx.db)
  return rows
}

export async function featuresIn(ctx: Ctx, layer: string, bbox: Bbox, limit: number): Promise<Feature[]> {
  const { rows } = await sql<{
    id: string
    tags: Tags
    geometry: string
  }>`select id, tags, st_asgeojson(geometry, 6) as geometry from geo.drawn
    where layer = ${layer} and geometry && ${envelope(bbox)} order by id limit ${limit}`.execute(ctx.db)
  return rows.map(({ id, tags, geometry }) => ({ type: 'Feature', id, geometry: JSON.parse(geometry), properties: tags }))
}

/** One page of a base layer in the order of its ids, with how many there are in all. */
export async function drawnPage(
  ctx: Ctx,
  layer: string,
  { bbox, after, limit }: { bbox?: Bbox; after?: string; limit: number },
): Promise<{ features: Feature[]; matched: number }> {
  const where = sql`layer = ${layer} and (${bbox === undefined}::boolean or st_intersects(geometry, ${envelope(bbox ?? [0, 0, 0, 0])}))`
  const { rows } = await sql<{
    id: string
    tags: Tags
    geometry: string
  }>`select id, tags, st_asgeojson(geometry, 6) as geometry from geo.drawn
    where ${where} and (${after ?? null}::text is null or id > ${after ?? null}::uuid) order by id limit ${limit}`.execute(ctx.db)
  const count = await sql<{ n: number }>`select count(*)::int as n from geo.drawn where ${where}`.execute(ctx.db)
  return {
    features: rows.map(({ id, tags, geometry }) => ({ type: 'Feature', id, geometry: JSON.parse(geometry), properties: tags })),
    matched: count.rows[0]?.n ?? 0,
  }
}

export async function drawnOne(ctx: Ctx, layer: string, id: string): Promise<Feature | undefined> {
  const { rows } = await sql<{
    tags: Tags
    geometry: string
  }>`select tags, st_asgeojson(geometry, 6) as geometry from geo.drawn where layer = ${layer} and id = ${id}`.execute(ctx.db)
  return rows.map(({ tags, geometry }): Feature => ({ type: 'Feature', id, geometry: JSON.parse(geometry), properties: tags }))[0]
}

/** Current areas by path, code or either name. */
export async function named(ctx: Ctx, texts: readonly string[]): Promise<AreaName[]> {
  const wanted = [...texts]
  const { rows } = await sql<NameRow>`select ${names} from geo.area a
    where a.path::text = any(${wanted}::text[]) or (a.valid_to is null and (a.code = any(${wanted}::text[])
      or a.name_zh = any(${wanted}::text[]) or a.name_en = any(${wanted}::text[])))`.execute(ctx.db)
  return rows.map(nameOf)
}
