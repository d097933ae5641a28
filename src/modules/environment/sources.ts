import { area, choice, date, defineRegister, organisation, point, reference, secret, text } from '#engines/registers'

/** 重点排污单位名录 (排污许可管理条例; 环境监管重点单位名录管理办法): who discharges, under which permit, and whom to call. */
export const sources = defineRegister({
  id: 'environment.sources',
  title: { zh: '污染源单位', en: 'Pollution sources' },
  about: {
    zh: '排污单位名录：排污许可、监管单位和应急联系人。由生态环境部门登记，街镇可查看本辖区。',
    en: 'Who discharges: permit, supervising unit and whom to call. Kept by the ecology and environment office; towns see their own.',
  },
  table: 'environment.source',
  naturalKey: ['credit_code'],
  label: 'name',
  columns: {
    name: text({ title: { zh: '单位名称', en: 'Name' }, required: true, maxLength: 120, search: true, sort: true }),
    credit_code: text({
      title: { zh: '统一社会信用代码', en: 'Unified credit code' },
      required: true,
      pattern: /^[0-9A-HJ-NPQRTUWXY]{18}$/,
      standard: 'GB 32100-2015',
      search: true,
      filter: 'prefix',
    }),
    kind: choice({
      title: { zh: '监管类别', en: 'Kind' },
      required: true,
      filter: true,
      codes: {
        water: { zh: '水环境', en: 'Water' },
        air: { zh: '大气环境', en: 'Air' },
        noise: { zh: '噪声', en: 'Noise' },
        soil: { zh: '土壤污染', en: 'Soil' },
        risk: { zh: '环境风险管控', en: 'Environmental risk' },
      },
    }),
    industry: choice({
      title: { zh: '行业', en: 'Industry' },
      filter: true,
      standard: 'GB/T 4754-2017',
      codes: {
        13: { zh: '农副食品加工', en: 'Food processing' },
        17: { zh: '纺织', en: 'Textiles' },
        26: { zh: '化学原料和制品', en: 'Chemicals' },
        27: { zh: '医药制造', en: 'Pharmaceuticals' },
        33: { zh: '金属制品', en: 'Metal products' },
        39: { zh: '电子设备', en: 'Electronics' },
        44: { zh: '电力、热力', en: 'Power and heat' },
        46: { zh: '污水处理', en: 'Sewage works' },
        77: { zh: '环境治理', en: 'Waste treatment' },
        84: { zh: '医院', en: 'Hospitals' },
      },
    }),
    permit_number: text({
      title: { zh: '排污许可证编号', en: 'Permit number' },
      maxLength: 30,
      search: true,
      pattern: /^[0-9A-Z]{20,24}$/,
    }),
    permit_until: date({ title: { zh: '许可有效期至', en: 'Permit valid until' }, filter: true, sort: true }),
    address: text({ title: { zh: '生产经营地址', en: 'Address' }, maxLength: 200, search: true }),
    area: area({ title: { zh: '所在区域', en: 'Area' }, required: true, filter: true }),
    organisation: organisation({ title: { zh: '监管单位', en: 'Supervised by' }, filter: true }),
    parent: reference({ title: { zh: '上级单位', en: 'Belongs to' }, to: 'environment.sources', filter: true }),
    contact: secret({ title: { zh: '应急联系人', en: 'Contact' }, maxLength: 40, mask: 'name' }),
    phone: secret({ title: { zh: '联系电话', en: 'Telephone' }, mask: 'phone', pattern: /^[0-9+-]{5,20}$/, filter: true }),
    place: point({ title: { zh: '位置', en: 'Place' }, filter: true }),
  },
  may: { read: 'environment.read', edit: 'environment.manage', unmask: 'environment.see-contacts' },
  permissions: {
    'environment.see-contacts': {
      zh: '查看污染源联系人电话（留痕）',
      en: 'See contacts of pollution sources (kept in the audit)',
    },
  },
  within: { area: 'area', organisation: 'organisation' },
  list: { columns: ['name', 'kind', 'industry', 'area', 'permit_until', 'contact', 'phone'], sort: '-id' },
  map: { column: 'place', columns: ['name', 'kind', 'industry'] },
  retention: { zh: '单位关停后 10 年', en: '10 years after the works close' },
  legalBasis: { zh: '《排污许可管理条例》', en: 'Regulation on pollutant discharge permits' },
  validate: ({ kind, permit_number, permit_until }) =>
    kind !== 'noise' && permit_number && !permit_until
      ? [
          {
            path: 'permit_until',
            code: 'permit',
            text: { zh: '有许可证编号时，请填写有效期', en: 'With a permit number, say until when it is valid' },
          },
        ]
      : [],
  catalogue: {
    sharing: 'unconditional',
    opening: 'conditional',
    openingTerms: { zh: '联系人和电话不开放', en: 'Without contacts and telephones' },
    cycle: 'monthly',
    duty: 'environment',
  },
})
