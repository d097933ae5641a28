import { defineError } from '#kernel'

export const alreadyAcknowledged = defineError('conflict', 'alarm_already_acknowledged', {
  zh: '这条报警已由{name}确认，无需重复确认。',
  en: 'This alarm has already been acknowledged by {name}; there is nothing left to do here.',
})
export const alreadyCleared = defineError('conflict', 'alarm_already_cleared', {
  zh: '这条报警已解除：监测值已恢复正常。可在“已解除”中查看。',
  en: 'This alarm is over: the readings are back within the limit. You will find it among the cleared alarms.',
})
export const shelvedTooLong = defineError('invalid', 'shelved_too_long', {
  zh: '搁置时间须在现在之后，且最长 {hours} 小时。',
  en: 'An alarm can be shelved until a time in the future, at most {hours} hours from now.',
})
export const badRange = defineError('invalid', 'bad_range', {
  zh: '时间范围有误：结束须晚于开始，且最长一年。',
  en: 'The time range is not right: it must end after it begins and span at most one year.',
})
export const intakeFull = defineError('unavailable', 'intake_full', {
  zh: '数据接收已满，请稍后重发。',
  en: 'The intake is full. Please send again in a moment.',
})
export const intakeClosed = defineError('unavailable', 'intake_closed', {
  zh: '数据接收正在停止，请稍后重发。',
  en: 'The intake is stopping. Please send again in a moment.',
})
export const unsoundRule = defineError('invalid', 'unsound_rule', {
  zh: '“{title}”的解除限值必须在触发限值的安全一侧。',
  en: 'The clearing limit of “{title}” must lie on the safe side of the raising limit.',
})
/** A device that invents properties without end; its registered ones go on. */
export const tooManyStreams = defineError('invalid', 'too_many_streams', {
  zh: '该站点的监测因子已达上限 {most} 个，新的因子不再接收。请核对设备配置。',
  en: 'This station has reached its limit of {most} properties; new ones are not taken. Please check the device.',
})
