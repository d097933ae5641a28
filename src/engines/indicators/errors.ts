import { defineError } from '#kernel'

export const noSuchIndicator = defineError('not_found', 'no_such_indicator', {
  zh: '没有“{id}”这个指标，可能已停用。请从指标列表重新打开。',
  en: 'There is no indicator "{id}"; it may have been withdrawn. Please open it from the list again.',
})
export const noSuchPeriod = defineError('invalid', 'no_such_period', {
  zh: '看不懂时段“{period}”。可以写 today、last-30d、2026、2026-11 或 2026-11-22。',
  en: 'The period "{period}" is not understood. Write today, last-30d, 2026, 2026-11 or 2026-11-22.',
})
export const areaNotYours = defineError('forbidden', 'area_not_yours', {
  zh: '您只能查看本辖区的指标。',
  en: 'You may look at the figures of your own area only.',
})
export const targetInThePast = defineError('invalid', 'target_in_the_past', {
  zh: '目标只能从今天或以后起执行：已过去的时段按当时的目标考核，不能改写。',
  en: 'A target can begin today or later: what is past was held against the target of its time.',
})
