import { dataset } from '#kernel'

/** What of this room everybody may know: sums and lists, as their views publish them. */
export const published = [
  dataset({
    view: 'published.credit_figures_v1',
    title: { zh: '公共信用信息归集统计', en: 'Credit records by field, kind and department' },
    owner: 'credit',
    access: 'open',
    columns: {
      cut: { zh: '统计口径', en: 'Counted by' },
      code: { zh: '代码', en: 'Code' },
      name: { zh: '名称', en: 'Name' },
      records: { zh: '信息条数', en: 'Records' },
      counted_at: { zh: '统计时间', en: 'Counted at' },
    },
  }),
  dataset({
    view: 'published.credit_monthly_v1',
    title: { zh: '公共信用信息月度归集', en: 'Credit records by month' },
    owner: 'credit',
    access: 'open',
    columns: {
      month: { zh: '月份', en: 'Month' },
      first_day: { zh: '月初日期', en: 'First day' },
      records: { zh: '信息条数', en: 'Records' },
      adverse: { zh: '失信信息条数', en: 'Adverse records' },
    },
  }),
]
