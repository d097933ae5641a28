import type { Text } from '#kernel'
import type { CaseState, Channel, PublicState, Stage } from './schema.ts'

export const stateTitles: Record<CaseState, Text> = {
  accepting: { zh: '待受理', en: 'To be accepted' },
  filing: { zh: '待立案', en: 'To be filed' },
  dispatching: { zh: '待派遣', en: 'To be dispatched' },
  handling: { zh: '处置中', en: 'Being handled' },
  'deciding-delay': { zh: '延期待审批', en: 'Delay to be decided' },
  verifying: { zh: '待核查', en: 'To be verified' },
  closing: { zh: '待结案', en: 'To be closed' },
  closed: { zh: '已结案', en: 'Closed' },
  'not-accepted': { zh: '不予受理', en: 'Not accepted' },
  'not-filed': { zh: '不予立案', en: 'Not filed' },
  void: { zh: '已作废', en: 'Void' },
  merged: { zh: '已并案', en: 'Merged' },
}

export const publicStateTitles: Record<PublicState, Text> = {
  received: { zh: '已收到', en: 'Received' },
  'in-progress': { zh: '办理中', en: 'In progress' },
  done: { zh: '已办结', en: 'Done' },
  'not-taken-up': { zh: '未办理', en: 'Not taken up' },
}

export const channelTitles: Record<Channel, Text> = {
  patrol: { zh: '巡查上报', en: 'Patrol' },
  citizen: { zh: '公众举报', en: 'Resident' },
  hotline: { zh: '12345 热线', en: '12345 hotline' },
  sensor: { zh: '传感报警', en: 'Sensor alarm' },
  open311: { zh: '其他系统', en: 'Other system' },
  camera: { zh: '视频识别', en: 'Camera' },
}

export const stageTitles: Record<Stage, Text> = {
  accept: { zh: '受理', en: 'Accept' },
  file: { zh: '立案', en: 'File' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  handle: { zh: '处置', en: 'Handle' },
  'decide-delay': { zh: '延期审批', en: 'Decide on the delay' },
  verify: { zh: '核查', en: 'Verify' },
  close: { zh: '结案', en: 'Close' },
}

/** What can stand in a case's history. */
export const entryTitles = {
  reported: { zh: '采集上报', en: 'Reported' },
  joined: { zh: '又有人反映同一问题', en: 'Reported again' },
  accepted: { zh: '受理', en: 'Accepted' },
  'not-accepted': { zh: '不予受理', en: 'Not accepted' },
  filed: { zh: '立案', en: 'Filed' },
  'not-filed': { zh: '不予立案', en: 'Not filed' },
  dispatched: { zh: '派遣', en: 'Dispatched' },
  rejected: { zh: '退单', en: 'Returned by the unit' },
  handled: { zh: '处置完成', en: 'Handled' },
  'delay-requested': { zh: '申请延期', en: 'Delay requested' },
  'delay-granted': { zh: '同意延期', en: 'Delay granted' },
  'delay-refused': { zh: '不同意延期', en: 'Delay refused' },
  suspended: { zh: '挂账', en: 'Suspended' },
  urged: { zh: '督办催办', en: 'Urged' },
  resumed: { zh: '恢复办理', en: 'Resumed' },
  verified: { zh: '核查通过', en: 'Verified' },
  rework: { zh: '返工', en: 'To be done again' },
  closed: { zh: '结案', en: 'Closed' },
  void: { zh: '作废', en: 'Made void' },
  merged: { zh: '并案', en: 'Merged' },
  unmerged: { zh: '撤销并案', en: 'Merge undone' },
  corrected: { zh: '更正信息', en: 'Corrected' },
  'alarm-cleared': { zh: '报警解除', en: 'Alarm cleared' },
  rated: { zh: '公众评价', en: 'Rated by the reporter' },
  hidden: { zh: '不对外公开', en: 'Hidden from the public' },
  shown: { zh: '恢复公开', en: 'Shown to the public again' },
  note: { zh: '备注', en: 'Note' },
} as const satisfies Record<string, Text>
export type EntryKind = keyof typeof entryTitles
