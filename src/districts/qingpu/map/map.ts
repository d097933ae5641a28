const file = (name: string) => new URL(`./${name}.geojson`, import.meta.url).href

/** The schematic map that scripts/draw-qingpu-map.ts draws; imports of real boundaries replace it (`geo import`). */
export const qingpuMap = {
  attribution: {
    zh: '示意图，非测绘成果，不作界线依据 · china-geojson · GeoNames',
    en: 'Schematic, neither a survey nor a legal boundary · china-geojson · GeoNames',
  },
  source: 'schematic map drawn by scripts/draw-qingpu-map.ts',
  schematic: true,
  centre: { lon: 121.09, lat: 31.12 },
  bounds: [120.85, 30.93, 121.33, 31.3],
  areas: { district: file('district'), towns: file('towns'), villages: file('villages'), grids: file('grids') },
  layers: [
    { id: 'built-up', title: { zh: '建成区', en: 'Built-up ground' }, kind: 'polygon', minZoom: 0, file: file('built-up') },
    { id: 'green', title: { zh: '绿地', en: 'Green' }, kind: 'polygon', minZoom: 0, file: file('green') },
    { id: 'rivers', title: { zh: '河道', en: 'Rivers' }, kind: 'line', minZoom: 0, file: file('rivers') },
    { id: 'water', title: { zh: '湖泊', en: 'Lakes' }, kind: 'polygon', minZoom: 0, file: file('water') },
    { id: 'water-labels', title: { zh: '湖名', en: 'Lake names' }, kind: 'point', minZoom: 0, file: file('water-labels') },
    { id: 'roads', title: { zh: '道路', en: 'Roads' }, kind: 'line', minZoom: 0, file: file('roads') },
    { id: 'metro', title: { zh: '轨道交通', en: 'Metro' }, kind: 'mixed', minZoom: 0, file: file('metro') },
    { id: 'places', title: { zh: '地点', en: 'Places' }, kind: 'point', minZoom: 0, file: file('places') },
  ],
}
