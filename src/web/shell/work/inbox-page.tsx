import { useTranslation } from 'react-i18next'
import { withQuery } from '../../kit/api.ts'
import { ClockOf } from '../../kit/clock-ring.tsx'
import { type Column, DataList } from '../../kit/data-list.tsx'
import type { ListFilter } from '../../kit/list-filters.tsx'
import { useAddress, useGo } from '../../kit/navigate.tsx'
import { usePages } from '../../kit/query.ts'
import { pathOf } from '../../kit/ref-link.tsx'
import { SplitView } from '../../kit/split-view.tsx'
import { Empty } from '../../kit/states.tsx'
import { useText } from '../../kit/text.ts'
import { Time } from '../../kit/time.tsx'
import { inboxPath, isLate, isWarned, type Task, useInboxCounts } from './inbox.ts'
import { TaskPane } from './task-pane.tsx'

const title = { zh: '待办', en: 'Inbox' }

function useColumns(): Column<Task>[] {
  const text = useText()
  return [
    { id: 'title', title: { zh: '事项', en: 'Matter' }, width: 'minmax(16rem, 3fr)', cell: (task) => task.title },
    { id: 'step', title: { zh: '环节', en: 'Step' }, width: 'minmax(7rem, 1fr)', cell: (task) => text(task.stepTitle) },
    {
      id: 'clock',
      title: { zh: '时限', en: 'Limit' },
      width: 'minmax(11rem, 1fr)',
      card: 'status',
      cell: (task) => <ClockOf clock={task.clock} size={16} />,
    },
    {
      id: 'process',
      title: { zh: '业务', en: 'Process' },
      width: 'minmax(8rem, 1fr)',
      card: 'none',
      cell: (task) => text(task.processTitle),
    },
    { id: 'assignee', title: { zh: '经办人', en: 'With' }, width: '7rem', card: 'none', cell: (task) => task.assigneeName },
    { id: 'openedAt', title: { zh: '到达', en: 'Arrived' }, width: '8rem', cell: (task) => <Time at={task.openedAt} /> },
  ]
}

/** The filters offer only what is there: the steps in which something waits. */
function useFilters(): ListFilter[] {
  const text = useText()
  const steps = useInboxCounts() ?? []
  const known = new Map(steps.map((step) => [step.step, step]))
  return [
    {
      id: 'step',
      title: { zh: '环节', en: 'Step' },
      options: [...known.values()].map((step) => ({ value: step.step, title: `${text(step.stepTitle)} ${step.count}` })),
    },
    {
      id: 'scope',
      title: { zh: '范围', en: 'Scope' },
      options: [{ value: 'mine', title: { zh: '我已签收', en: 'Claimed by me' } }],
    },
    { id: 'overdue', title: { zh: '时限', en: 'Limit' }, options: [{ value: 'true', title: { zh: '已超时', en: 'Overdue' } }] },
  ]
}

/** Everything that waits for me, whichever room it comes from; opening one goes to its page, or shows it here. */
export function InboxPage() {
  const { t } = useTranslation('web')
  const go = useGo()
  const [{ q, step, scope, overdue, task: openId }, change] = useAddress()
  const query = usePages<Task>(withQuery(inboxPath, { q, step, scope, overdue }))
  const open = (task: Task) => {
    const path = pathOf(task.subject)
    if (path) go(path)
    else change({ task: task.id })
  }
  const opened = query.rows.find(({ id }) => id === openId)
  const list = (
    <DataList
      id="inbox"
      title={title}
      columns={useColumns()}
      query={query}
      keyOf={(task) => task.id}
      onOpen={open}
      openKey={openId}
      search
      filters={useFilters()}
      toneOf={(task) => (isLate(task) ? 'alarm' : isWarned(task) ? 'warning' : undefined)}
      empty={
        <Empty icon="circle-check" title={t('inbox.empty')}>
          {t('inbox.emptyHint')}
        </Empty>
      }
    />
  )
  return (
    <SplitView list={list} detail={opened && <TaskPane key={opened.id} task={opened} onClose={() => change({ task: null })} />} />
  )
}
