import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/indicators',
    title: { zh: '指标', en: 'Indicators' },
    may: 'indicators.read',
    menu: { group: 'numbers', order: 10, icon: 'gauge' },
    component: page(() => import('./indicators-page.tsx'), 'IndicatorsPage'),
  },
  {
    front: 'work',
    path: '/work/indicators/$id',
    opens: 'indicators.indicator',
    title: { zh: '指标', en: 'Indicator' },
    may: 'indicators.read',
    component: page(() => import('./indicator-page.tsx'), 'IndicatorPage'),
  },
]
