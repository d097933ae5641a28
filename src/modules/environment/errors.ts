import { defineError } from '#kernel'

export const mnTaken = defineError('conflict', 'mn_taken', {
  zh: '设备编号 {mn} 已登记。请在列表中打开它，或核对编号。',
  en: 'Device number {mn} is registered already. Open it in the list, or check the number.',
})
export const mnStays = defineError('conflict', 'mn_stays', {
  zh: '设备编号 {mn} 不能修改：历史数据记在它名下。换了设备，请停用这一台，另登记新的编号。',
  en: 'Device number {mn} stays: its readings are kept under it. For another device, stop this one and register the new number.',
})
export const mnRemoved = defineError('conflict', 'mn_removed', {
  zh: '设备编号 {mn} 曾登记后被删除。请在监测设备台账的“已删除的记录”中恢复它，历史数据随之恢复。',
  en: 'Device number {mn} was registered and removed. Restore it among the removed entries of the register; its readings come back with it.',
})
export const factorTwice = defineError('invalid', 'factor_twice', {
  zh: '监测因子 {code} 重复。每个因子只能填写一次，可设多个限值。',
  en: 'Factor {code} is there twice. Give each factor once; it may have several limits.',
})
export const unsoundLimit = defineError('invalid', 'unsound_limit', {
  zh: '因子 {code} 的解除限值应在报警限值的安全一侧（上限时不高于、下限时不低于）。',
  en: 'The clearing limit of factor {code} must be on the safe side of its limit (not above an upper one, not below a lower one).',
})
export const badPath = defineError('invalid', 'bad_path', {
  zh: '区域或机构编码 {path} 格式不正确。',
  en: 'The area or organisation path {path} is not well formed.',
})
