import { ClockRing } from '../../kit/clock-ring.tsx'
import { type Column, DataList } from '../../kit/data-list.tsx'
import { useLive } from '../../kit/live.ts'
import { useAddress, useGo } from '../../kit/navigate.tsx'
import { withQuery } from '../../kit/api.ts'
import { refresh, usePages } from '../../kit/query.ts'
import { pathOf } from '../../kit/ref-link.tsx'
import { Empty } from '../../kit/states.tsx'
import { useTranslation } from 'react-i18next'
import { useText } from '../../kit/text.ts'
import { Time } from '../../kit/time.tsx'
import { type InboxItem, inboxPath, isLate, isWarned } from './inbox.ts'

const title = { zh: '待办', en: 'Inbox' }

function useColumns(): Column<InboxItem>[] {
  const text = useText()
  return [
    { id: 'title', title: { zh: '事项', en: 'Matter' }, width: 'minmax(16rem, 3fr)', cell: (item) => text(item.title) },
    { id: 'step', title: { zh: '环节', en: 'Step' }, width: 'minmax(7rem, 1fr)', cell: (item) => text(item.stepTitle) },
    {
      id: 'clock',
      title: { zh: '时限', en: 'Limit' },
      width: 'minmax(11rem, 1fr)',
      card: 'status',
      cell: ({ clock }) =>
        clock.limit &&
        clock.remaining !== null && (
          <ClockRing
            remaining={clock.remaining}
            clock={clock.limit.clock}
            amount={clock.limit.amount}
            dueAt={clock.dueAt}
            warned={clock.state === 'warned'}
            state={clock.state === 'suspended' ? 'suspended' : 'running'}
            size={16}
          />
        ),
    },
    { id: 'openedAt', title: { zh: '到达', en: 'Arrived' }, width: '8rem', cell: (item) => <Time at={item.openedAt} /> },
  ]
}

/** Everything that waits for me, whichever room it comes from; opening one goes to its page. */
export function InboxPage() {
  const { t } = useTranslation('web')
  const go = useGo()
  const [{ q }] = useAddress()
  const query = usePages<InboxItem>(withQuery(inboxPath, { q }))
  useLive('inbox', () => void refresh(inboxPath))
  const open = (item: InboxItem) => {
    const path = pathOf(item.subject)
    if (path) go(withQuery(path, { task: item.id }))
  }
  return (
    <DataList
      id="inbox"
      title={title}
      columns={useColumns()}
      query={query}
      keyOf={(item) => item.id}
      onOpen={open}
      toneOf={(item) => (isLate(item) ? 'alarm' : isWarned(item) ? 'warning' : undefined)}
      empty={
        <Empty icon="circle-check" title={t('inbox.empty')}>
          {t('inbox.emptyHint')}
        </Empty>
      }
    />
  )
}
