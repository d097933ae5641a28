import type { Text } from '#kernel'
import type { ActionId } from './schema.ts'

export const actionTitles: Record<ActionId, Text> = {
  accept: { zh: '受理', en: 'Accept' },
  file: { zh: '立案', en: 'File' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  handle: { zh: '处置完成', en: 'Handled' },
  reject: { zh: '退单', en: 'Return' },
  'request-delay': { zh: '申请延期', en: 'Ask for more time' },
  'decide-delay': { zh: '审批延期', en: 'Decide on the delay' },
  verify: { zh: '核查', en: 'Verify' },
  rework: { zh: '退回返工', en: 'Send back' },
  close: { zh: '结案', en: 'Close' },
  suspend: { zh: '挂账', en: 'Suspend' },
  urge: { zh: '催办', en: 'Urge' },
  resume: { zh: '恢复办理', en: 'Resume' },
  void: { zh: '作废', en: 'Make void' },
  merge: { zh: '并案', en: 'Merge' },
  unmerge: { zh: '撤销并案', en: 'Undo the merge' },
  correct: { zh: '更正信息', en: 'Correct' },
  hide: { zh: '公开设置', en: 'Public or not' },
}

/**
 * What happened, as the reporter is told it. Steps that are not here stay inside the house; `{unit}` is the handling unit.
 * Where the words of staff are for the reporter too (a reason, a result), they follow.
 */
export const publicSteps: Readonly<Record<string, { title: Text; withText: boolean }>> = {
  reported: { title: { zh: '我们收到了您反映的问题', en: 'We have received the report' }, withText: false },
  joined: { title: { zh: '又有人反映了同一个问题', en: 'Somebody else reported the same' }, withText: false },
  accepted: { title: { zh: '已经受理，正在核实', en: 'It was accepted and is being checked' }, withText: false },
  'not-accepted': { title: { zh: '这件事没有受理', en: 'It was not accepted' }, withText: true },
  filed: { title: { zh: '已经立案，正在安排处置单位', en: 'It was filed; a unit is being chosen' }, withText: false },
  'not-filed': { title: { zh: '这件事没有立案', en: 'It was not filed' }, withText: true },
  dispatched: { title: { zh: '已经交给{unit}处置', en: 'It was given to: {unit}' }, withText: false },
  'delay-granted': {
    title: { zh: '需要更多时间，处置期限已延长', en: 'It needs more time; the limit was extended' },
    withText: false,
  },
  suspended: { title: { zh: '因客观原因暂缓办理', en: 'It is set aside for now' }, withText: true },
  resumed: { title: { zh: '已恢复办理', en: 'Work on it goes on' }, withText: false },
  handled: { title: { zh: '{unit}已处置，等待核查', en: 'Done by: {unit}; to be verified' }, withText: true },
  rework: { title: { zh: '核查没有通过，已要求重新处置', en: 'It did not pass and will be done again' }, withText: false },
  verified: { title: { zh: '已到现场核查，确认处置到位', en: 'It was verified on the spot' }, withText: false },
  closed: { title: { zh: '已经办结', en: 'It is closed' }, withText: true },
  void: { title: { zh: '这件事已撤销', en: 'It was withdrawn' }, withText: true },
}
