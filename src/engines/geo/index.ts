export { type Datum, toWgs84 } from './datum.ts'
export { type MapLayer, mapLayer, mapLayerKind } from './layers.ts'
export { geo } from './module.ts'
export {
  type Area,
  type AreaKind,
  type AreaName,
  type Bbox,
  Geometry,
  LonLat,
  type MapFeature,
  type Whereabouts,
} from './schema.ts'
export { areaAt, areaByCode, areasByPaths, areasNamed, areasUnder, layerFeatures, nearest } from './service.ts'
