import type { Text } from '#kernel'
import type { Command } from './state.ts'

type Extent = 'nothing' | 'branch' | 'all'
type Clocks = 'run on' | 'start afresh' | 'stand still' | 'go on with what was left' | 'end'

/** What an operation does while parallel branches live. The table in docs/PROCESSES.md is made from this, and a test tries each row. */
export interface OperationRule {
  operation: Extract<Command['do'], 'return-to' | 'withdraw' | 'terminate' | 'hand-over' | 'add-cosigner' | 'suspend' | 'resume'>
  title: Text
  /** Tokens taken away. `branch`: of the branch on which the step was last entered, and of all branches forked inside it. */
  tokens: Extent
  /** Open tasks that become void. */
  tasks: Extent
  /** Clocks of what is touched … */
  own: Clocks
  /** … and those of the sister branches and of the whole process. */
  others: Clocks
  refusedWhen: Text
}

export const operationRules: readonly OperationRule[] = [
  {
    operation: 'return-to',
    title: { zh: '退回', en: 'Return to a step' },
    tokens: 'branch',
    tasks: 'branch',
    own: 'start afresh',
    others: 'run on',
    refusedWhen: {
      zh: '从未到过该环节；或该环节在别的分支、已汇聚的分支上；或已挂起',
      en: 'the step was never reached, or lies on another branch or on one that has been joined; or suspended',
    },
  },
  {
    operation: 'withdraw',
    title: { zh: '撤回', en: 'Withdraw' },
    tokens: 'all',
    tasks: 'all',
    own: 'end',
    others: 'end',
    refusedWhen: { zh: '已结束；或不是发起人', en: 'ended; or the asker did not begin it' },
  },
  {
    operation: 'terminate',
    title: { zh: '终止', en: 'Terminate' },
    tokens: 'all',
    tasks: 'all',
    own: 'end',
    others: 'end',
    refusedWhen: { zh: '已结束', en: 'ended' },
  },
  {
    operation: 'hand-over',
    title: { zh: '转办', en: 'Hand over' },
    tokens: 'nothing',
    tasks: 'nothing',
    own: 'run on',
    others: 'run on',
    refusedWhen: { zh: '任务已办结或已撤销', en: 'the task is done or void' },
  },
  {
    operation: 'add-cosigner',
    title: { zh: '加签', en: 'Add a co-signer' },
    tokens: 'nothing',
    tasks: 'nothing',
    own: 'run on',
    others: 'run on',
    refusedWhen: { zh: '任务已办结或已撤销；或已挂起', en: 'the task is done or void; or suspended' },
  },
  {
    operation: 'suspend',
    title: { zh: '挂起', en: 'Suspend' },
    tokens: 'nothing',
    tasks: 'nothing',
    own: 'stand still',
    others: 'stand still',
    refusedWhen: { zh: '已挂起或已结束', en: 'suspended already, or ended' },
  },
  {
    operation: 'resume',
    title: { zh: '恢复', en: 'Resume' },
    tokens: 'nothing',
    tasks: 'nothing',
    own: 'go on with what was left',
    others: 'go on with what was left',
    refusedWhen: { zh: '未挂起', en: 'not suspended' },
  },
]

/** The table as it stands in the documentation. */
export const operationTable = (): string =>
  [
    '| operation | tokens cancelled | tasks void | its own clocks | clocks of sister branches and the whole | refused when |',
    '|---|---|---|---|---|---|',
    ...operationRules.map(
      ({ title, tokens, tasks, own, others, refusedWhen }) =>
        `| ${title.en} ${title.zh} | ${tokens} | ${tasks} | ${own} | ${others} | ${refusedWhen.en} |`,
    ),
  ].join('\n')
