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
import { type InboxItem, inboxPath } from './inbox.ts'

const title = { zh: '待办', en: 'Inbox' }

function useColumns(): Column<InboxItem>[] {
  const text = useText()
  return [
    { id: 'title', title: { zh: '事项', en: 'Matter' }, width: 'minmax(16rem, 3fr)', cell: (item) => text(item.title) },
    { id: 'step', title: { zh: '环节', en: 'Step' }, width: 'minmax(7rem, 1fr)', cell: (item) => text(item.step) },
    {
      id: 'number',
      title: { zh: '编号', en: 'Number' },
      width: 'minmax(10rem, 1.2fr)',
      cell: (item) => <span className="numbers">{item.number}</span>,
      card: 'none',
    },
    {
      id: 'clock',
      title: { zh: '时限', en: 'Limit' },
      width: 'minmax(11rem, 1fr)',
      card: 'status',
      cell: (item) =>
        item.clock &&
        item.remaining != null && (
          <ClockRing
            remaining={item.remaining}
            clock={item.clock}
            amount={item.amount ?? null}
            dueAt={item.dueAt ?? null}
            warned={isWarned(item)}
            size={16}
          />
        ),
    },
    { id: 'openedAt', title: { zh: '到达', en: 'Arrived' }, width: '8rem', cell: (item) => <Time at={item.openedAt} /> },
  ]
}

const isWarned = (item: InboxItem) => item.warnAt != null && new Date(item.warnAt) <= new Date()

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
      toneOf={(item) => (item.remaining != null && item.remaining < 0 ? 'alarm' : isWarned(item) ? 'warning' : undefined)}
      empty={
        <Empty icon="circle-check" title={t('inbox.empty')}>
          {t('inbox.emptyHint')}
        </Empty>
      }
    />
  )
}
