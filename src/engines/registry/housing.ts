import { area, choice, date, decimal, defineRegister, integer, point, reference, secret, text } from '#engines/registers'

const may = { read: 'registry.read', edit: 'registry.housing', unmask: 'registry.unmask' }
const legalBasis = {
  zh: '上海市实有人口服务和管理若干规定；不动产登记暂行条例',
  en: 'Shanghai rules on the resident population; Regulations on Real Estate Registration',
}

/** 实有房屋: every dwelling with its standard address, what it is used for and by what right people live in it. */
export const dwellings = defineRegister({
  id: 'registry.dwellings',
  title: { zh: '实有房屋', en: 'Dwellings' },
  about: {
    zh: '房屋与标准地址、用途、权属和居住情况，由房管登记、街镇走访核实。',
    en: 'Dwellings with their standard address, use, tenure and owner; kept by housing, checked by the towns’ visits.',
  },
  table: 'registry.dwelling',
  naturalKey: ['address'],
  label: 'address',
  columns: {
    address: text({
      title: { zh: '标准地址', en: 'Standard address' },
      required: true,
      maxLength: 200,
      search: true,
      filter: 'prefix',
      sort: true,
    }),
    address_code: text({ title: { zh: '地址编码', en: 'Address code' }, maxLength: 60 }),
    area: area({ title: { zh: '所在区域', en: 'Area' }, required: true, filter: true }),
    use: choice({
      title: { zh: '用途', en: 'Use' },
      required: true,
      filter: true,
      codes: {
        home: { zh: '住宅', en: 'Home' },
        shop: { zh: '商铺', en: 'Shop' },
        office: { zh: '办公', en: 'Office' },
        plant: { zh: '厂房', en: 'Plant' },
        public: { zh: '公共设施', en: 'Public' },
      },
    }),
    tenure: choice({
      title: { zh: '居住情况', en: 'Tenure' },
      required: true,
      filter: true,
      codes: {
        owned: { zh: '自住', en: 'Owner lives there' },
        rented: { zh: '出租', en: 'Rented' },
        group: { zh: '群租（待整治）', en: 'Over-let' },
        social: { zh: '公租房', en: 'Social housing' },
        vacant: { zh: '空置', en: 'Vacant' },
      },
    }),
    built: integer({ title: { zh: '建成年份', en: 'Built' }, sort: true }),
    floor_m2: decimal({ title: { zh: '建筑面积', en: 'Floor area' }, unit: 'm²' }),
    owner: secret({ title: { zh: '产权人', en: 'Owner' }, maxLength: 120, mask: 'name' }),
    owner_number: secret({
      title: { zh: '产权人证件号码', en: 'Owner’s number' },
      maxLength: 20,
      mask: 'id-number',
      filter: true,
    }),
    visited_on: date({ title: { zh: '最近走访', en: 'Last visit' }, sort: true }),
    place: point({ title: { zh: '位置', en: 'Place' } }),
  },
  may,
  permissions: { 'registry.housing': { zh: '登记房屋与居住人', en: 'Keep dwellings and who lives there' } },
  within: { area: 'area' },
  list: { columns: ['address', 'area', 'use', 'tenure', 'floor_m2', 'owner', 'visited_on'], sort: '-id' },
  map: { column: 'place', columns: ['address', 'use', 'tenure'], minZoom: 13 },
  retention: { zh: '房屋灭失后 30 年', en: '30 years after the dwelling is gone' },
  legalBasis,
})

/** 房屋居住人: who lives in a dwelling since when, by the identity number that also names them in the population registry. */
export const occupants = defineRegister({
  id: 'registry.occupants',
  title: { zh: '房屋居住人', en: 'Occupants' },
  about: {
    zh: '谁在何时住在哪处房屋，与人口库按身份号码关联。',
    en: 'Who lives in which dwelling since when; joined with the population registry by the identity number.',
  },
  table: 'registry.occupant',
  naturalKey: ['dwelling', 'number'],
  label: 'relation',
  columns: {
    dwelling: reference({ title: { zh: '房屋', en: 'Dwelling' }, to: 'registry.dwellings', required: true, filter: true }),
    area: area({ title: { zh: '所在区域', en: 'Area' }, required: true, filter: true }),
    name: secret({ title: { zh: '姓名', en: 'Name' }, required: true, maxLength: 60, mask: 'name' }),
    number: secret({
      title: { zh: '身份号码', en: 'Identity number' },
      required: true,
      maxLength: 20,
      mask: 'id-number',
      filter: true,
    }),
    relation: choice({
      title: { zh: '居住性质', en: 'As' },
      required: true,
      filter: true,
      codes: {
        owner: { zh: '产权人', en: 'Owner' },
        family: { zh: '家庭成员', en: 'Family' },
        tenant: { zh: '承租人', en: 'Tenant' },
        sharer: { zh: '合租人', en: 'Sharer' },
      },
    }),
    since: date({ title: { zh: '入住', en: 'Since' }, sort: true }),
    until: date({ title: { zh: '搬离', en: 'Until' }, sort: true }),
  },
  may,
  within: { area: 'area' },
  retention: { zh: '搬离后 10 年', en: '10 years after moving out' },
  legalBasis,
})
