import { defineError } from '#kernel'

export const mnTaken = defineError('conflict', 'mn_taken', {
  zh: '设备编号 {mn} 已登记。请在列表中打开它，或核对编号。',
  en: 'Device number {mn} is registered already. Open it in the list, or check the number.',
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
