import { announces, defineModule, migrations, permissions, settings } from '#kernel'
import { followNotices } from './entering.ts'
import { noticeEntered } from './events.ts'
import { routes } from './routes.ts'
import { calendarSettings } from './service.ts'

export const calendar = defineModule({
  id: 'calendar',
  title: { zh: '工作日历', en: 'Working calendar' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    settings(calendarSettings),
    permissions({ 'calendar.enter': { zh: '录入节假日安排', en: 'Enter holiday arrangements' } }),
    announces(noticeEntered),
    followNotices('api'),
    followNotices('gateway'),
    followNotices('worker'),
    routes,
  ],
})
