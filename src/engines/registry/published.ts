import { dataset } from '#kernel'

/** What of this room everybody may know: sums and lists, as their views publish them. */
export const published = [
  dataset({
    view: 'published.registry_residents_v1',
    title: { zh: '各街镇登记居民', en: 'Registered residents by town' },
    owner: 'registry',
    access: 'open',
    columns: {
      code: { zh: '代码', en: 'Code' },
      town: { zh: '街镇', en: 'Town' },
      residents: { zh: '登记人数', en: 'Number of residents' },
      km2: { zh: '面积（平方公里）', en: 'Area (km²)' },
      density: { zh: '人口密度（人/平方公里）', en: 'Density (per km²)' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
  dataset({
    view: 'published.registry_housing_v1',
    title: { zh: '实有房屋统计', en: 'Housing by town and use' },
    owner: 'registry',
    access: 'open',
    columns: {
      town: { zh: '街镇', en: 'Town' },
      use: { zh: '用途', en: 'Use' },
      dwellings: { zh: '房屋套数', en: 'Dwellings' },
      rented: { zh: '出租套数', en: 'Rented' },
      vacant: { zh: '空置套数', en: 'Vacant' },
      mean_floor_m2: { zh: '平均面积（平方米）', en: 'Mean floor area (m²)' },
      mean_year_built: { zh: '平均建成年份', en: 'Mean year built' },
    },
  }),
  dataset({
    view: 'published.registry_macro_v1',
    title: { zh: '宏观经济季度指标', en: 'Macro-economic indicators by quarter' },
    owner: 'registry',
    access: 'open',
    columns: {
      indicator: { zh: '指标名称', en: 'Indicator' },
      period: { zh: '时期', en: 'Period' },
      period_end: { zh: '期末日期', en: 'End of period' },
      value: { zh: '累计值', en: 'Value to date' },
      unit: { zh: '单位', en: 'Unit' },
      growth: { zh: '同比（%）', en: 'On the year before (%)' },
      standing: { zh: '口径', en: 'Standing' },
      released_on: { zh: '发布日期', en: 'Released' },
    },
  }),
  dataset({
    view: 'published.registry_address_v1',
    title: { zh: '标准地名地址', en: 'Standard addresses' },
    owner: 'registry',
    access: 'open',
    columns: {
      code: { zh: '代码', en: 'Code' },
      level: { zh: '层级', en: 'Level' },
      name: { zh: '名称', en: 'Name' },
      address: { zh: '标准地址', en: 'Standard address' },
      town: { zh: '街镇', en: 'Town' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
]
