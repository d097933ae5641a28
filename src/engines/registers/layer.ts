import { mapLayer, type MapFeature } from '#engines/geo'
import type { Contribution, Ctx } from '#kernel'
import type { Column, Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { refFor, rowsOf } from './views.ts'
import * as store from './store.ts'

/** `street-lamps.lamps` → `street-lamps-lamps`. */
export const layerOf = ({ module, name }: Pick<AnyRegister, 'module' | 'name'>): string => `${module}-${name}`

/** A register's rows on the map, under the same predicate as its list. */
export function layer(register: AnyRegister): Contribution[] {
  const { map } = register
  if (!map) return []
  const columns = map.columns ?? register.list.columns
  return [
    mapLayer({
      id: layerOf(register),
      title: map.title ?? register.title,
      kind: 'point',
      may: register.may.read,
      minZoom: map.minZoom ?? 0,
      features: async (ctx, { bbox, limit }) =>
        featuresOf(ctx, register, columns, await store.inBox(ctx, register, map.column, bbox, limit)),
    }),
  ]
}

async function featuresOf(
  ctx: Ctx,
  register: AnyRegister,
  columns: readonly string[],
  found: readonly store.PlacedRow[],
): Promise<MapFeature[]> {
  const rows = await rowsOf(ctx, register, found, columns)
  return rows.map(({ id, label, values, titles }, at) => {
    const { _lon, _lat } = found[at] as store.PlacedRow
    const properties: MapFeature['properties'] = { id, label }
    for (const name of columns) {
      const value = titles[name]?.[ctx.locale] ?? values[name]
      const { kind } = (register.columns as Columns)[name] as Column
      if (kind !== 'point' && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
        properties[name] = value
    }
    return { ref: refFor(register, id), geometry: { type: 'Point', coordinates: [_lon, _lat] }, properties }
  })
}
