import { dataset } from '#kernel'

/** What of this room everybody may know: sums and lists, as their views publish them. */
export const published = [
  dataset({
    view: 'published.cases_channel_v1',
    title: { zh: '城市管理案件来源月报', en: 'Cases by channel and month' },
    owner: 'cases',
    access: 'open',
    columns: {
      month: { zh: '月份', en: 'Month' },
      channel: { zh: '来源', en: 'Channel' },
      cases: { zh: '案件数量', en: 'Number of cases' },
      ended: { zh: '办结数量', en: 'Number of ended cases' },
      mean_hours: { zh: '平均办结用时（小时）', en: 'Mean hours to the end' },
    },
  }),
  dataset({
    view: 'published.cases_area_v1',
    title: { zh: '网格案件分布（近一年）', en: 'Cases by grid (last year)' },
    owner: 'cases',
    access: 'open',
    columns: {
      code: { zh: '代码', en: 'Code' },
      name: { zh: '名称', en: 'Name' },
      kind: { zh: '级别', en: 'Kind' },
      cases: { zh: '案件数量', en: 'Number of cases' },
      ended: { zh: '办结数量', en: 'Number of ended cases' },
      mean_hours: { zh: '平均办结用时（小时）', en: 'Mean hours to the end' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
]
