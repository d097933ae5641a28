import { defineModule, settings } from '#kernel'
import { routes } from './routes.ts'
import { calendarSettings } from './service.ts'

export const calendar = defineModule({
  id: 'calendar',
  title: { zh: '工作日历', en: 'Working calendar' },
  contributes: [settings(calendarSettings), routes],
})
