import { choice, date, decimal, defineRegister, organisation, text } from '#engines/registers'

const PERIOD = /^\d{4}(Q[1-4]|-(0[1-9]|1[0-2])|H[12])?$/

/** 宏观经济库: one value of one indicator for one period; each revision stays in the row's history. */
export const macroSeries = defineRegister({
  id: 'registry.macro-series',
  title: { zh: '宏观经济库', en: 'Macro-economic library' },
  about: {
    zh: '地区生产总值、工业产值、投资、消费、财政、就业等指标，按年、季、月，逐次修订留痕。',
    en: 'Gross product, industry, investment, consumption, public revenue and employment by year, quarter and month; every revision is kept.',
  },
  table: 'registry.macro_value',
  naturalKey: ['indicator', 'period'],
  label: 'title',
  columns: {
    indicator: text({
      title: { zh: '指标代码', en: 'Indicator' },
      required: true,
      maxLength: 40,
      pattern: /^[a-z][a-z0-9-]*$/,
      filter: 'prefix',
      sort: true,
    }),
    title: text({ title: { zh: '指标名称', en: 'Name' }, required: true, maxLength: 80, search: true }),
    period: text({
      title: { zh: '时期', en: 'Period' },
      hint: { zh: '年 2025，半年 2025H1，季 2025Q1，月 2025-03', en: 'Year 2025, half 2025H1, quarter 2025Q1, month 2025-03' },
      required: true,
      maxLength: 7,
      pattern: PERIOD,
      filter: 'prefix',
      sort: true,
    }),
    every: choice({
      title: { zh: '频度', en: 'Every' },
      required: true,
      filter: true,
      codes: {
        year: { zh: '年', en: 'Year' },
        half: { zh: '半年', en: 'Half' },
        quarter: { zh: '季', en: 'Quarter' },
        month: { zh: '月', en: 'Month' },
      },
    }),
    value: decimal({ title: { zh: '数值', en: 'Value' }, required: true, sort: true }),
    unit: text({ title: { zh: '单位', en: 'Unit' }, required: true, maxLength: 20 }),
    growth: decimal({ title: { zh: '同比', en: 'On the year before' }, unit: '%' }),
    organisation: organisation({ title: { zh: '提供单位', en: 'From' }, required: true, filter: true }),
    released_on: date({ title: { zh: '发布日期', en: 'Released' }, sort: true }),
    standing: choice({
      title: { zh: '口径', en: 'Standing' },
      required: true,
      filter: true,
      codes: {
        preliminary: { zh: '初步', en: 'Preliminary' },
        revised: { zh: '修订', en: 'Revised' },
        final: { zh: '最终', en: 'Final' },
      },
    }),
  },
  may: { read: 'registry.read', edit: 'registry.macro' },
  permissions: { 'registry.macro': { zh: '维护宏观经济库', en: 'Keep the macro-economic library' } },
  within: { organisation: 'organisation' },
  list: { columns: ['title', 'period', 'value', 'unit', 'growth', 'standing', 'organisation', 'released_on'], sort: '-period' },
  retention: { zh: '永久', en: 'For ever' },
  legalBasis: { zh: '统计法', en: 'Statistics Act' },
  validate: ({ every, period }) => {
    const fits = { year: /^\d{4}$/, half: /H/, quarter: /Q/, month: /-/ }[every as 'year']
    return fits && !fits.test(period)
      ? [
          {
            path: 'period',
            code: 'not_of_its_frequency',
            text: { zh: '时期与频度不符', en: 'The period is not of this frequency' },
          },
        ]
      : []
  },
})
