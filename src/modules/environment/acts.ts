import { actionTitles } from '#engines/audit'

/** How this room's acts are called in the audit. */
export const acts = actionTitles({
  'environment.register-monitor': { zh: '登记污染源监测设备', en: 'Registered a monitor' },
  'environment.change-monitor': { zh: '修改污染源监测设备', en: 'Changed a monitor' },
  'environment.count-packets': { zh: '记录数据包接收情况', en: 'Counted packets' },
})
