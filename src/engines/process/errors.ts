import { defineError } from '#kernel'

export const drawingRefused = defineError('invalid', 'bpmn_refused', {
  zh: '流程图“{process}”无法执行，共 {count} 处问题。请按所列图元修改后重新载入。',
  en: 'The drawing “{process}” cannot be executed: {count} faults. Correct the elements listed and load it again.',
})
export const noWayOn = defineError('conflict', 'no_way_on', {
  zh: '流程在“{element}”处没有满足条件的去向，且未设默认去向，本次操作未生效。请联系流程管理员核对条件。',
  en: 'No flow out of “{element}” has its condition met and none is the default, so nothing was changed. Ask the process administrator to check the conditions.',
})
export const processStuck = defineError('conflict', 'process_stuck', {
  zh: '按流程图继续后，流程会停在“{element}”处再也无法前进，本次操作未生效。请联系流程管理员核对汇聚网关。',
  en: 'Going on as drawn, the process would stop at “{element}” for good, so nothing was changed. Ask the process administrator to check that join.',
})
export const runsInCircles = defineError('conflict', 'process_runs_in_circles', {
  zh: '流程图在“{element}”附近形成没有停顿的循环，本次操作未生效。请联系流程管理员。',
  en: 'The drawing runs in a circle without a halt near “{element}”, so nothing was changed. Ask the process administrator.',
})
export const noParticipants = defineError('conflict', 'no_participants', {
  zh: '会签环节“{element}”没有指定参与单位，请先补充参与单位。',
  en: 'Nobody is named for the joint step “{element}”. Name the units that take part first.',
})
export const limitMissing = defineError('conflict', 'limit_missing', {
  zh: '环节“{element}”的时限变量“{variable}”没有可用的值，请核对时限配置。',
  en: 'The variable “{variable}” that should hold the limit of step “{element}” has no usable value. Check how the limit is set.',
})
export const taskNotOpen = defineError('conflict', 'task_not_open', {
  zh: '这项任务已经办结或已撤销，请按最新状态继续。',
  en: 'This task has already been done or withdrawn. Please go on from the latest state.',
})
export const processNotRunning = defineError('conflict', 'process_not_running', {
  zh: '这个流程已经结束，不能再操作。',
  en: 'This process has ended; nothing more can be done in it.',
})
export const processSuspended = defineError('conflict', 'process_suspended', {
  zh: '这个流程已挂起，计时已停止。恢复后才能继续办理。',
  en: 'This process is suspended and its clocks stand still. Resume it before going on.',
})
export const processNotSuspended = defineError('conflict', 'process_not_suspended', {
  zh: '这个流程没有挂起，无需恢复。',
  en: 'This process is not suspended; there is nothing to resume.',
})
export const stepNotVisited = defineError('conflict', 'step_not_visited', {
  zh: '不能退回到“{element}”：流程尚未经过这个环节。',
  en: 'It cannot go back to “{element}”: the process has not been there.',
})
export const stepOutOfReach = defineError('conflict', 'step_out_of_reach', {
  zh: '不能退回到“{element}”：它属于另一条并行分支或已合并的分支。请退回到分支之前的环节。',
  en: 'It cannot go back to “{element}”: that step lies on another branch, or on one that has been joined. Go back to a step before the branches part.',
})
export const messageNotAwaited = defineError('conflict', 'message_not_awaited', {
  zh: '流程当前没有在等待“{message}”。',
  en: 'The process is not waiting for “{message}” now.',
})
export const outcomeUnknown = defineError('invalid', 'outcome_unknown', {
  zh: '环节“{step}”没有“{outcome}”这个办理结果。',
  en: 'The step “{step}” has no outcome “{outcome}”.',
})
export const notYourTask = defineError('forbidden', 'not_your_task', {
  zh: '这项任务已由他人签收或不属于您的单位，您不能办理。',
  en: 'Someone else has claimed this task, or it belongs to another unit; you cannot do it.',
})
export const taskClaimed = defineError('conflict', 'task_claimed', {
  zh: '这项任务已由{by}签收，您可以请对方退签或转办给您。',
  en: '{by} has claimed this task. Ask for it to be released, or handed over to you.',
})
export const alreadyRunning = defineError('conflict', 'process_already_running', {
  zh: '该事项已有一个正在办理的同类流程，不能重复发起。',
  en: 'The same process is already running for this matter; it cannot be started twice.',
})
export const notGeneric = defineError('conflict', 'own_page_needed', {
  zh: '这项任务须在其业务页面上办理。',
  en: 'This task is completed on its own page.',
})
