/** 公共数据开放：themes, licences and what is promised; what the demo opens of the platform's own data. */
const two = (zh: string, en: string) => ({ zh, en })

const cc = two('知识共享 署名 4.0', 'Creative Commons Attribution 4.0')
const open = two('青浦区公共数据无条件开放许可', 'Qingpu open public data licence')

export const openData = {
  title: two('青浦区公共数据开放平台', 'Qingpu Open Data'),
  about: two(
    '青浦区各部门和企业向社会开放的数据：可浏览、下载，也可用接口调用。',
    'Data that departments and enterprises of Qingpu open to everybody: to look at, to download, to call.',
  ),
  contact: { name: '青浦区数据局', phone: '021-59732000' },
  office: 'qingpu.data_office',
  themes: [
    { id: 'environment', title: two('生态环境', 'Environment'), icon: 'leaf' },
    { id: 'city', title: two('城市管理', 'City management'), icon: 'building' },
    { id: 'place', title: two('地理位置', 'Places'), icon: 'map' },
    { id: 'market', title: two('市场监管', 'Market regulation'), icon: 'store' },
    { id: 'transport', title: two('交通出行', 'Transport'), icon: 'bus' },
    { id: 'service', title: two('公共服务', 'Public services'), icon: 'landmark' },
    { id: 'health', title: two('卫生健康', 'Health'), icon: 'health' },
    { id: 'education', title: two('教育文化', 'Education and culture'), icon: 'book' },
    { id: 'economy', title: two('经济与企业', 'Economy'), icon: 'chart' },
  ],
  licences: [
    { id: 'qingpu-open', title: open, url: 'https://data.sh.gov.cn/' },
    { id: 'cc-by', title: cc, url: 'https://creativecommons.org/licenses/by/4.0/' },
    {
      id: 'odc-by',
      title: two('开放数据共用 署名', 'Open Data Commons Attribution'),
      url: 'https://opendatacommons.org/licenses/by/1-0/',
    },
  ],
  withinWorkingDays: { question: 5, request: 10, review: 5, reuse: 5 },
  keys: { most: 5, perMinute: 120, perDay: 10_000 },
  sqlSearch: false,
  demo: [
    {
      origin: 'published.geo_area_v1',
      name: 'areas',
      theme: 'place',
      tags: ['行政区划', '街镇', '网格'],
      licence: 'qingpu-open',
    },
    {
      origin: 'published.observations_station_v1',
      name: 'monitoring-stations',
      theme: 'environment',
      tags: ['监测站点', '空气', '水质'],
      licence: 'qingpu-open',
    },
    {
      origin: 'published.observations_hourly_v1',
      name: 'monitoring-hourly',
      theme: 'environment',
      tags: ['空气质量', '水质', '小时均值'],
      licence: 'qingpu-open',
    },
    {
      origin: 'published.cases_monthly_v1',
      name: 'city-cases-monthly',
      theme: 'city',
      tags: ['城市管理', '案件', '12345'],
      licence: 'qingpu-open',
    },
    {
      origin: 'published.cases_service_v1',
      name: 'city-service-daily',
      theme: 'service',
      tags: ['办理时效', '服务'],
      licence: 'qingpu-open',
    },
  ],
}
