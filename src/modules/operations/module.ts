import { defineModule, eventRetention, permissions } from '#kernel'
import { routes } from './routes.ts'

/** 平台运维: what the two people who run the platform need at three in the morning. */
export const operations = defineModule({
  id: 'operations',
  title: { zh: '平台运维', en: 'Operations' },
  contributes: [
    permissions({
      'operations.read': { zh: '查看运行状态', en: 'See how the platform is running' },
      'operations.manage': { zh: '重放或丢弃失败的投递', en: 'Replay or discard failed deliveries' },
    }),
    eventRetention,
    routes,
  ],
})
