import { dataset } from '#kernel'

/** What of this room everybody may know: sums and lists, as their views publish them. */
export const published = [
  dataset({
    view: 'published.environment_permit_v1',
    title: { zh: '排污单位与许可名录', en: 'Pollution sources and their permits' },
    owner: 'environment',
    access: 'open',
    columns: {
      name: { zh: '单位名称', en: 'Name' },
      credit_code: { zh: '统一社会信用代码', en: 'Unified credit code' },
      kind: { zh: '监管类别', en: 'Kind' },
      industry: { zh: '行业', en: 'Industry' },
      permit_number: { zh: '排污许可证编号', en: 'Permit number' },
      permit_until: { zh: '许可有效期至', en: 'Permit valid until' },
      address: { zh: '生产经营地址', en: 'Address' },
      town: { zh: '街镇', en: 'Town' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
]
