import { defineError } from '#kernel'

export const noSuchLayer = defineError('not_found', 'no_such_layer', {
  zh: '没有名为“{layer}”的图层，或者您没有查看的权限。',
  en: 'There is no layer "{layer}", or you may not see it.',
})
export const noSuchTile = defineError('not_found', 'no_such_tile', {
  zh: '没有这块瓦片：级别应在 0 至 {maxZoom} 之间，行列号应在该级别范围内。',
  en: 'There is no such tile: zoom runs from 0 to {maxZoom}, and column and row must lie within that zoom.',
})
export const noSuchArea = defineError('not_found', 'no_such_area', {
  zh: '没有代码为 {code} 的区域，它可能已经撤并。',
  en: 'There is no area with the code {code}; it may have been merged or withdrawn.',
})
export const districtStays = defineError('conflict', 'district_stays', {
  zh: '区界本身不能撤并。',
  en: 'The district itself cannot be retired.',
})
export const areaAboveRetired = defineError('conflict', 'area_above_retired', {
  zh: '它的上级区域已撤并，请先恢复上级区域。',
  en: 'The area above it is retired; restore that one first.',
})
export const areasBelow = defineError('conflict', 'areas_below', {
  zh: '它下面还有 {count} 个在用的区域，请先撤并它们。',
  en: 'There are {count} areas in use below it; retire them first.',
})
export const fileTooLarge = defineError('too_large', 'file_too_large', {
  zh: '文件超过 32 MB，请先抽稀或分批导入。',
  en: 'The file is larger than 32 MB; thin its lines out or import it in parts.',
})
export const notGeoJson = defineError('invalid', 'not_geojson', {
  zh: '文件读不懂：{why}',
  en: 'The file cannot be read: {why}',
})
export const badBbox = defineError('invalid', 'bad_bbox', {
  zh: '范围应写作“西,南,东,北”四个经纬度数，且西小于东、南小于北。',
  en: 'A bbox is four numbers, west,south,east,north, with west below east and south below north.',
})
export const groundMapAway = defineError('unavailable', 'ground_map_away', {
  zh: '底图服务暂时没有响应，请稍后再试；其他图层不受影响。',
  en: 'The ground map is not answering just now. Please try again shortly; the other layers are not affected.',
})
export const badOgcQuery = defineError('invalid', 'InvalidParameterValue', {
  zh: '参数 {name} 无效：{value}。',
  en: 'The parameter {name} is not valid: {value}.',
})
export const noSuchFeature = defineError('not_found', 'NotFound', {
  zh: '没有 {what}。',
  en: 'There is no {what}.',
})
