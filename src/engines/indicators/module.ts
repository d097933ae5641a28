import { actionTitles } from '#engines/audit'
import { defineModule, migrations, permissions, settings, ticker } from '#kernel'
import { freezeClosed } from './freeze.ts'
import { routes } from './routes.ts'
import { indicatorSettings } from './settings.ts'

export const indicators = defineModule({
  id: 'indicators',
  title: { zh: '指标', en: 'Indicators' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({
      'indicators.read': { zh: '查看指标、趋势和组成', en: 'See indicators, their trends and what they are made of' },
      'indicators.manage': { zh: '设定指标的目标值', en: 'Set the targets of indicators' },
    }),
    settings(indicatorSettings),
    actionTitles({ 'indicators.set-target': { zh: '设定目标值', en: 'Set a target' } }),
    ticker({ id: 'indicators.freeze', everySeconds: 600, run: freezeClosed }),
    routes,
  ],
})
