const law = (zh: string, en: string) => ({ zh, en })

/** 依职采集: who collects what for the base registries; most trusted first. */
export const registrySources = {
  /** The demo's accounts of residents, with the resident of the demo each is. */
  demo: { accounts: { resident: '0' }, statistics: 'qingpu.data_office' },
  sources: {
    population: [
      {
        id: 'police',
        title: law('公安人口信息', 'Police population data'),
        organisation: 'qingpu.police',
        holds: ['name', 'id_number', 'sex', 'birth', 'household_address'],
        carries: ['address'],
        freshDays: 365,
        basis: law('户口登记条例；居民身份证法', 'Household registration; Identity Card Act'),
      },
      {
        id: 'civil-affairs',
        title: law('民政婚姻与救助登记', 'Marriage and relief register'),
        organisation: 'qingpu.civil_affairs',
        holds: ['marital'],
        carries: ['name', 'id_number', 'sex', 'birth', 'phone', 'address'],
        freshDays: 730,
        basis: law('婚姻登记条例；社会救助暂行办法', 'Marriage Registration Regulations; Social Relief Measures'),
      },
      {
        id: 'health',
        title: law('卫健居民健康档案', 'Residents’ health files'),
        organisation: 'qingpu.health',
        holds: ['doctor', 'phone'],
        carries: ['name', 'id_number', 'sex', 'birth', 'address'],
        freshDays: 365,
        basis: law('基本医疗卫生与健康促进法', 'Basic Healthcare and Health Promotion Act'),
      },
      {
        id: 'social-insurance',
        title: law('社保参保登记', 'Social insurance register'),
        organisation: 'qingpu.social_security',
        holds: ['insurance'],
        carries: ['name', 'id_number', 'sex', 'birth', 'phone'],
        freshDays: 180,
        basis: law('社会保险法', 'Social Insurance Act'),
      },
      {
        id: 'towns',
        title: law('街镇实有人口采集', 'Towns’ visits to residents'),
        organisation: 'qingpu.grid_centre',
        holds: ['address', 'grid_note'],
        carries: ['name', 'id_number', 'sex', 'birth', 'phone'],
        freshDays: 365,
        basis: law('上海市实有人口服务和管理若干规定', 'Shanghai rules on the resident population'),
      },
    ],
    'legal-entities': [
      {
        id: 'market',
        title: law('市场主体登记', 'Register of market entities'),
        organisation: 'qingpu.market',
        holds: ['name', 'credit_code', 'kind', 'state', 'founded', 'industry', 'capital', 'representative', 'representative_id'],
        carries: ['address', 'phone'],
        freshDays: 365,
        basis: law('市场主体登记管理条例', 'Regulations on the Registration of Market Entities'),
      },
      {
        id: 'tax',
        title: law('税务登记', 'Tax register'),
        organisation: 'qingpu.tax',
        holds: ['taxpayer'],
        carries: ['name', 'credit_code', 'address', 'phone', 'representative'],
        freshDays: 365,
        basis: law('税收征收管理法', 'Tax Collection Act'),
      },
      {
        id: 'insured-units',
        title: law('社保参保单位', 'Insured employers'),
        organisation: 'qingpu.social_security',
        holds: ['insured'],
        carries: ['name', 'credit_code', 'phone'],
        freshDays: 180,
        basis: law('社会保险法', 'Social Insurance Act'),
      },
      {
        id: 'town-visits',
        title: law('街镇楼宇与企业走访', 'Towns’ visits to enterprises'),
        organisation: 'qingpu.grid_centre',
        holds: ['address', 'phone'],
        carries: ['name', 'credit_code', 'representative'],
        freshDays: 365,
        basis: law('街镇企业服务职责清单', 'Towns’ list of duties to enterprises'),
      },
    ],
  },
}
