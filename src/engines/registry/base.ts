import { defineRegistry } from './definition.ts'
import { legalEntityMatching, populationMatching } from './matchers.ts'

const female = { zh: '女', en: 'Female' }
const male = { zh: '男', en: 'Male' }

/** 人口基础库. */
export const population = defineRegistry({
  id: 'population',
  noun: 'person',
  title: { zh: '人口库', en: 'Population' },
  about: {
    zh: '由公安、卫健、民政、社保、街镇等各部门数据按人归集，一人一档，逐项注明来源。',
    en: 'One file per person, joined from the departments’ data, with the source of every field.',
  },
  open: false,
  key: 'id_number',
  nameField: 'name',
  addressField: 'address',
  fields: {
    name: {
      title: { zh: '姓名', en: 'Name' },
      mask: 'name',
      also: ['xm', '名字', 'name'],
      match: { as: 'name', agree: 8, close: 2.5, differ: -6 },
    },
    id_number: {
      title: { zh: '公民身份号码', en: 'Citizen identity number' },
      mask: 'id-number',
      check: 'national-id',
      also: ['身份证号', '身份证号码', '证件号码', 'id_no', 'sfzh'],
      match: { as: 'id', agree: 22, close: 8, differ: -9 },
      standard: 'GB 11643-1999',
    },
    sex: {
      title: { zh: '性别', en: 'Sex' },
      codes: { '1': male, '2': female },
      also: ['xb'],
      match: { as: 'exact', agree: 0.9, close: 0, differ: -4 },
      standard: 'GB/T 2261.1-2003',
    },
    birth: {
      title: { zh: '出生日期', en: 'Date of birth' },
      mask: 'date',
      check: 'date',
      also: ['生日', '出生年月', 'csrq'],
      match: { as: 'date', agree: 9.5, close: 3, differ: -6 },
      standard: 'GB/T 7408.1-2023',
    },
    phone: {
      title: { zh: '联系电话', en: 'Telephone' },
      mask: 'phone',
      check: 'phone',
      also: ['手机', '手机号', '手机号码', '电话', 'lxdh'],
      match: { as: 'phone', agree: 11, close: 3, differ: -0.8 },
    },
    address: {
      title: { zh: '居住地址', en: 'Residence' },
      mask: 'address',
      check: 'address',
      also: ['地址', '住址', '现住址', 'jzdz'],
      match: { as: 'address', agree: 8, close: 3.5, differ: -1 },
    },
    household_address: { title: { zh: '户籍地址', en: 'Registered household' }, mask: 'address', also: ['户籍地'] },
    marital: {
      title: { zh: '婚姻状况', en: 'Marital status' },
      mask: 'all',
      codes: {
        '10': { zh: '未婚', en: 'Single' },
        '20': { zh: '已婚', en: 'Married' },
        '30': { zh: '丧偶', en: 'Widowed' },
        '40': { zh: '离婚', en: 'Divorced' },
      },
      also: ['婚姻'],
      standard: 'GB/T 2261.2-2003',
    },
    insurance: {
      title: { zh: '参保状态', en: 'Insurance' },
      mask: 'all',
      codes: {
        employee: { zh: '职工医保', en: 'Employee' },
        resident: { zh: '居民医保', en: 'Resident' },
        none: { zh: '未参保', en: 'None' },
      },
      also: ['参保', '险种'],
    },
    doctor: { title: { zh: '签约家庭医生', en: 'Family doctor' }, mask: 'all', also: ['家庭医生'] },
    grid_note: { title: { zh: '走访情况', en: 'Visits' }, mask: 'all', also: ['走访'] },
  },
  matching: populationMatching,
  lookUps: [['id_number'], ['name', 'phone'], ['name', 'birth'], ['name', 'address']],
  retention: { zh: '终身保存，注销后 30 年', en: 'For life, and 30 years after' },
})

/** 法人基础库. */
export const legalEntities = defineRegistry({
  id: 'legal-entities',
  noun: 'enterprise',
  title: { zh: '法人库', en: 'Legal entities' },
  about: {
    zh: '企业、个体工商户、社会组织等，由市场监管、税务、社保、街镇等数据归集，一码一户。',
    en: 'Enterprises, traders and social organisations, joined by their unified code from the departments’ data.',
  },
  open: true,
  key: 'credit_code',
  nameField: 'name',
  addressField: 'address',
  fields: {
    name: {
      title: { zh: '名称', en: 'Name' },
      public: true,
      also: ['企业名称', '单位名称', '纳税人名称'],
      match: { as: 'text', agree: 12, close: 5, differ: -5 },
    },
    credit_code: {
      title: { zh: '统一社会信用代码', en: 'Unified social credit code' },
      check: 'credit-code',
      public: true,
      also: ['统一代码', '信用代码', '纳税人识别号', 'uscc'],
      match: { as: 'id', agree: 22, close: 6, differ: -12 },
      standard: 'GB 32100-2015',
    },
    kind: {
      title: { zh: '类型', en: 'Kind' },
      public: true,
      codes: {
        company: { zh: '有限责任公司', en: 'Limited company' },
        sole: { zh: '个体工商户', en: 'Sole trader' },
        farm: { zh: '农民专业合作社', en: 'Farmers’ cooperative' },
        civil: { zh: '社会组织', en: 'Social organisation' },
      },
      also: ['企业类型'],
    },
    state: {
      title: { zh: '登记状态', en: 'State' },
      public: true,
      codes: {
        open: { zh: '存续', en: 'Registered' },
        closed: { zh: '注销', en: 'Deregistered' },
        revoked: { zh: '吊销', en: 'Revoked' },
      },
      also: ['状态'],
    },
    founded: { title: { zh: '成立日期', en: 'Founded' }, check: 'date', public: true, also: ['成立时间'] },
    industry: { title: { zh: '行业', en: 'Industry' }, public: true, standard: 'GB/T 4754-2017' },
    address: {
      title: { zh: '住所', en: 'Registered address' },
      public: true,
      check: 'address',
      also: ['注册地址', '经营地址'],
      match: { as: 'address', agree: 6, close: 2.5, differ: -1 },
    },
    capital: { title: { zh: '注册资本（万元）', en: 'Registered capital (10,000 yuan)' }, public: true },
    representative: {
      title: { zh: '法定代表人', en: 'Legal representative' },
      public: true,
      also: ['法人', '负责人'],
      match: { as: 'name', agree: 8, close: 2, differ: -1.5 },
    },
    representative_id: {
      title: { zh: '法定代表人证件号码', en: 'Legal representative’s number' },
      mask: 'id-number',
      check: 'national-id',
    },
    phone: {
      title: { zh: '联系电话', en: 'Telephone' },
      mask: 'phone',
      check: 'phone',
      also: ['电话'],
      match: { as: 'phone', agree: 9, close: 2, differ: -0.5 },
    },
    taxpayer: { title: { zh: '纳税人类型', en: 'Taxpayer' }, also: ['纳税人资格'] },
    insured: { title: { zh: '参保人数', en: 'Insured employees' } },
  },
  matching: legalEntityMatching,
  lookUps: [['credit_code'], ['name', 'phone'], ['name', 'representative']],
  ties: [
    {
      field: 'representative_id',
      registry: 'population',
      title: { zh: '法定代表人', en: 'Legal representative' },
      back: { zh: '担任法定代表人', en: 'Legal representative of' },
    },
  ],
  retention: { zh: '注销后 30 年', en: '30 years after deregistration' },
})
