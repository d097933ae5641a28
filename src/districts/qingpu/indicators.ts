/** 指标目标值：the district's targets, each with its ground. Those of the plan are its own words (发展指标). */
const assessment = { zh: '区城运中心年度考核', en: 'Operations centre: yearly assessment' }
const plan = (number: number) => ({
  zh: `青浦区智慧城市建设“十三五”规划，发展指标（${number}）`,
  en: `Smart-city plan of the district, development indicator ${number}`,
})
const since = '2026-01-01'

export const indicators = {
  targets: [
    { indicator: 'city-management.overdue', from: since, value: 0, basis: assessment },
    { indicator: 'city-management.handled-on-time', from: since, value: 95, basis: assessment },
    { indicator: 'city-management.passed-at-once', from: since, value: 90, basis: assessment },
    { indicator: 'city-management.rating', from: since, value: 4, basis: assessment },
    { indicator: 'environment.sources-monitored', from: '2020-12-31', value: 100, basis: plan(3) },
  ],
}
