import { type Ctx, districtOf, seed, settingsOf } from '#kernel'
import { type ImportOptions, type ImportReport, importAreas, importLayer, readGeoJson } from './import.ts'
import { geoSettings } from './settings.ts'

const whole = (what: string, report: ImportReport) => {
  const [first] = report.refused
  if (first)
    throw new Error(`The district's own map is wrong: ${what}, feature ${first.at} (${first.code ?? ''}) ${first.text.en}`)
}

/** The pack's own map goes in by the same door as every later import. */
export const firstMap = seed({
  id: 'geo.map',
  when: 'first',
  run: async (ctx: Ctx) => {
    const map = settingsOf(ctx.house, geoSettings)
    const options: ImportOptions = {
      datum: 'wgs84',
      source: `${districtOf(ctx.house).id}: ${map.source}`,
      schematic: map.schematic,
      bounds: map.bounds,
      allowNew: true,
      overlap: 0.001,
    }
    const levels = [
      ['district', map.areas.district],
      ['town', map.areas.towns],
      ['village', map.areas.villages],
      ['grid', map.areas.grids],
    ] as const
    for (const [kind, file] of levels) whole(kind, await importAreas(ctx, kind, await readGeoJson(new URL(file)), options))
    for (const { id, file } of map.layers) whole(id, await importLayer(ctx, id, await readGeoJson(new URL(file)), options))
  },
})
