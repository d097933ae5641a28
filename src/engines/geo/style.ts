import { type Ctx, type Locale, settingsOf } from '#kernel'
import { BASE, tilesOf } from './layers.ts'
import { geoSettings } from './settings.ts'

export type Theme = 'light' | 'dark'

/** The colours of the house: a water town by day, and at night on the wall of the command centre. */
const palettes = {
  light: {
    wall: '#F6F8F7',
    outside: '#E9EDEC',
    builtUp: '#E8EAE6',
    green: '#DDEBDD',
    water: '#BBDBE8',
    waterText: '#0A6486',
    boundary: '#5A6673',
    grid: '#9AA7B3',
    casing: '#C9D0D3',
    street: '#FFFFFF',
    trunk: '#FFFFFF',
    motorway: '#F2D59A',
    motorwayText: '#6B4A00',
    metro: '#B4654A',
    metroText: '#8F4B33',
    text: '#1D2733',
    quiet: '#5A6673',
    halo: '#F6F8F7',
  },
  dark: {
    wall: '#0A1D31',
    outside: '#061220',
    builtUp: '#10263D',
    green: '#0D2B2E',
    water: '#0F3D5C',
    waterText: '#6FB7DA',
    boundary: '#5F84A3',
    grid: '#2B4763',
    casing: '#071626',
    street: '#1D3650',
    trunk: '#28466A',
    motorway: '#5A6B52',
    motorwayText: '#D9C48C',
    metro: '#B4715A',
    metroText: '#E0A48F',
    text: '#E8F1F8',
    quiet: '#8FA6B8',
    halo: '#0A1D31',
  },
} as const
type Palette = (typeof palettes)[Theme]

const FONT = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'sans-serif']
const ofKind = (kind: string) => ['==', ['get', 'kind'], kind]
const byZoom = (...stops: number[]) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops]
const round = { 'line-cap': 'round', 'line-join': 'round' }

const on = (layer: string) => ({ source: BASE, 'source-layer': layer })
const fill = (id: string, layer: string, color: string, opacity = 1) => ({
  id,
  type: 'fill',
  ...on(layer),
  paint: { 'fill-color': color, 'fill-opacity': opacity },
})
const line = (id: string, layer: string, paint: object, more: object = {}) => ({
  id,
  type: 'line',
  ...on(layer),
  layout: round,
  paint,
  ...more,
})

function ground(c: Palette, hasGround: boolean) {
  const background = { id: 'ground', type: 'background', paint: { 'background-color': c.wall } }
  if (hasGround) return [background, { id: 'ground-raster', type: 'raster', source: 'ground' }]
  return [
    background,
    fill('built-up', 'built-up', c.builtUp),
    fill('green', 'green', c.green),
    line(
      'rivers-minor',
      'rivers',
      { 'line-color': c.water, 'line-width': byZoom(9, 0.6, 12, 2, 15, 9) },
      { filter: ofKind('minor') },
    ),
    line(
      'rivers-main',
      'rivers',
      { 'line-color': c.water, 'line-width': byZoom(9, 1.6, 12, 5, 15, 24) },
      { filter: ofKind('main') },
    ),
    fill('water', 'water', c.water),
  ]
}

function roads(c: Palette) {
  const widths = {
    street: byZoom(10, 0.5, 13, 2.4, 16, 12),
    trunk: byZoom(9, 0.8, 12, 2.6, 16, 18),
    motorway: byZoom(9, 1.2, 12, 3.4, 16, 22),
  }
  const casings = {
    street: byZoom(10, 1, 13, 3.6, 16, 14),
    trunk: byZoom(9, 1.6, 12, 4, 16, 21),
    motorway: byZoom(9, 2.2, 12, 5, 16, 26),
  }
  const kinds = ['street', 'trunk', 'motorway'] as const
  return [
    ...kinds.map((kind) =>
      line(`roads-${kind}-casing`, 'roads', { 'line-color': c.casing, 'line-width': casings[kind] }, { filter: ofKind(kind) }),
    ),
    ...kinds.map((kind) =>
      line(`roads-${kind}`, 'roads', { 'line-color': c[kind], 'line-width': widths[kind] }, { filter: ofKind(kind) }),
    ),
  ]
}

function boundaries(c: Palette, hasGround: boolean) {
  const dashed = (id: string, color: string, width: unknown, dash: number[], minzoom: number) =>
    line(id, id, { 'line-color': color, 'line-width': width, 'line-dasharray': dash }, { minzoom, layout: {} })
  return [
    dashed('grids', c.grid, byZoom(11, 0.4, 14, 1.2), [2, 3], 11),
    dashed('villages', c.grid, byZoom(10, 0.5, 14, 1.6), [4, 2], 10.5),
    line('towns', 'towns', { 'line-color': c.boundary, 'line-width': byZoom(9, 0.7, 12, 1.4, 15, 2.6), 'line-opacity': 0.8 }),
    fill('surroundings', 'surroundings', c.outside, hasGround ? 0.35 : 0.78),
    line('district', 'district', { 'line-color': c.boundary, 'line-width': byZoom(8, 1.2, 12, 2.6, 15, 4) }),
  ]
}

const metro = (c: Palette) => [
  line(
    'metro-casing',
    'metro',
    { 'line-color': c.halo, 'line-width': byZoom(9, 2.6, 12, 5.4, 15, 9) },
    { filter: ofKind('line') },
  ),
  line('metro', 'metro', { 'line-color': c.metro, 'line-width': byZoom(9, 1.6, 12, 3.4, 15, 6) }, { filter: ofKind('line') }),
  {
    id: 'metro-stations',
    type: 'circle',
    ...on('metro'),
    filter: ofKind('station'),
    minzoom: 10,
    paint: {
      'circle-radius': byZoom(10, 2.2, 13, 5, 16, 9),
      'circle-color': c.halo,
      'circle-stroke-color': c.metro,
      'circle-stroke-width': byZoom(10, 1.2, 14, 2.4),
    },
  },
]

interface Label {
  id: string
  layer: string
  color: string
  size: unknown
  minzoom?: number
  maxzoom?: number
  filter?: unknown
  layout?: object
  field?: unknown
}

function labels(c: Palette, lang: Locale) {
  const label = ({ id, layer, color, size, minzoom, maxzoom, filter, layout, field = ['get', `name_${lang}`] }: Label) => ({
    id,
    type: 'symbol',
    ...on(layer),
    ...(minzoom !== undefined && { minzoom }),
    ...(maxzoom !== undefined && { maxzoom }),
    ...(filter !== undefined && { filter }),
    layout: { 'text-field': field, 'text-font': FONT, 'text-size': size, 'text-padding': 6, 'text-max-width': 8, ...layout },
    paint: { 'text-color': color, 'text-halo-color': c.halo, 'text-halo-width': 1.6 },
  })
  const along = { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-letter-spacing': 0.12 }
  const beside = { 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.8, 'text-justify': 'auto' }
  return [
    label({ id: 'grid-labels', layer: 'grid-labels', color: c.quiet, size: 11, minzoom: 13 }),
    label({
      id: 'village-labels',
      layer: 'village-labels',
      color: c.quiet,
      size: 11,
      minzoom: 11.5,
      maxzoom: 13,
      layout: { 'text-letter-spacing': 0.05 },
    }),
    label({ id: 'river-labels', layer: 'rivers', color: c.waterText, size: 12, minzoom: 10.5, layout: along }),
    label({
      id: 'road-labels',
      layer: 'roads',
      color: c.quiet,
      size: 11,
      minzoom: 12,
      layout: along,
      filter: ['!', ['has', 'number']],
    }),
    label({
      id: 'road-numbers',
      layer: 'roads',
      color: c.motorwayText,
      size: 10.5,
      minzoom: 9.5,
      filter: ['has', 'number'],
      field: ['get', 'number'],
      layout: { ...along, 'text-rotation-alignment': 'viewport', 'text-letter-spacing': 0 },
    }),
    label({ id: 'place-labels', layer: 'places', color: c.quiet, size: 11, minzoom: 12, layout: beside }),
    label({
      id: 'station-labels',
      layer: 'metro',
      color: c.metroText,
      size: 11,
      minzoom: 11,
      filter: ofKind('station'),
      layout: beside,
    }),
    label({
      id: 'water-labels',
      layer: 'water-labels',
      color: c.waterText,
      size: byZoom(9, 11, 12, 16),
      minzoom: 9,
      layout: { 'text-letter-spacing': 0.2 },
    }),
    label({
      id: 'town-labels',
      layer: 'town-labels',
      color: c.text,
      size: byZoom(9, 11.5, 12, 16, 15, 19),
      minzoom: 9,
      // Where a mark stands on the name, the name steps aside.
      layout: {
        'symbol-sort-key': 0,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.9,
        'text-justify': 'auto',
      },
    }),
    label({ id: 'district-labels', layer: 'district-labels', color: c.text, size: 15, maxzoom: 9 }),
  ]
}

/**
 * The base map for MapLibre: one vector source of our own, no address of another host, no glyphs (labels are drawn with
 * the reader's own fonts). With BASE_MAP_URL a raster of a reviewed map lies underneath.
 */
export function styleFor(ctx: Ctx, theme: Theme, lang: Locale, origin: string) {
  const { attribution, bounds, centre, schematic } = settingsOf(ctx.house, geoSettings)
  const c = palettes[theme]
  const hasGround = ctx.config.baseMapUrl !== undefined
  return {
    version: 8,
    name: `district ${theme} ${lang}`,
    metadata: { bounds, schematic },
    center: [centre.lon, centre.lat],
    zoom: 10,
    sources: {
      [BASE]: { type: 'vector', tiles: [`${origin}${tilesOf(BASE)}`], minzoom: 7, maxzoom: 15, attribution: attribution[lang] },
      ...(hasGround && {
        ground: {
          type: 'raster',
          tiles: [`${origin}/tiles/ground/{z}/{x}/{y}`],
          tileSize: 256,
          maxzoom: 18,
          attribution: ctx.config.baseMapAttribution,
        },
      }),
    },
    layers: [
      ...ground(c, hasGround),
      ...(hasGround ? [] : roads(c)),
      ...boundaries(c, hasGround),
      ...(hasGround ? [] : metro(c)),
      ...labels(c, lang),
    ],
  }
}
