import { z } from 'zod'
import { defineSettings, Text } from '#kernel'
import { Bbox, LonLat } from './schema.ts'

/** GeoJSON file of the district's pack (`new URL('…', import.meta.url).href`). */
const File = z.string().startsWith('file:')

/** The district's own map: read once into an empty database; later imports replace it. */
export const geoSettings = defineSettings(
  'geo',
  z.object({
    /** Shown on every map. */
    attribution: Text,
    source: z.string(),
    schematic: z.boolean(),
    centre: LonLat,
    bounds: Bbox,
    areas: z.object({ district: File, towns: File, villages: File, grids: File }),
    layers: z.array(
      z.object({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        title: Text,
        kind: z.enum(['point', 'line', 'polygon', 'mixed']),
        minZoom: z.number().int().min(0).max(18),
        file: File,
      }),
    ),
  }),
)
