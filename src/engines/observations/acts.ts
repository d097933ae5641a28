import { actionTitles } from '#engines/audit'

/** How this room's acts are called in the audit. */
export const acts = actionTitles({
  'observations.store': { zh: '接收一批监测数据', en: 'Stored a batch of readings' },
  'observations.alarm-raised': { zh: '产生报警', en: 'Raised an alarm' },
  'observations.alarm-cleared': { zh: '报警解除', en: 'An alarm cleared' },
  'observations.alarm-acknowledged': { zh: '确认报警', en: 'Acknowledged an alarm' },
  'observations.alarm-shelved': { zh: '搁置报警', en: 'Shelved an alarm' },
  'observations.alarm-unshelved': { zh: '取消搁置报警', en: 'Took an alarm off the shelf' },
  'observations.alarm-escalated': { zh: '报警升级提醒', en: 'Escalated an alarm' },
})
