import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Facts } from '#kit/detail-pane.tsx'
import { useApi, usePages, useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import { type DeadLetter, Overview } from '../schema.ts'
import './operations.css'

const path = '/api/operations/dead-letters'

/** What runs, what waits, what failed; and for what failed the two things one can do. */
export function OperationsPage() {
  const { t } = useTranslation('operations')
  const query = usePages<DeadLetter>(path, undefined, { everySeconds: 15 })
  return (
    <div className="operations">
      <OverviewFacts />
      <DataList
        id="dead-letters"
        title={t('dead')}
        columns={useColumns()}
        query={query}
        keyOf={(letter) => String(letter.id)}
        toneOf={() => 'alarm'}
        empty={<Empty title={t('allDone')}>{t('allDoneMore')}</Empty>}
      />
    </div>
  )
}

function useColumns(): Column<DeadLetter>[] {
  const mayManage = useMay('operations.manage')
  return [
    {
      id: 'target',
      title: { zh: '送给谁', en: 'For' },
      width: 'minmax(12rem, 1.5fr)',
      card: 'title',
      cell: (letter) => letter.target,
    },
    { id: 'event', title: { zh: '事件', en: 'Event' }, width: 'minmax(10rem, 1fr)', cell: (letter) => letter.event ?? '–' },
    {
      id: 'ref',
      title: { zh: '关于', en: 'About' },
      width: 'minmax(10rem, 1fr)',
      hidden: true,
      cell: (letter) => letter.ref ?? '–',
    },
    {
      id: 'error',
      title: { zh: '原因', en: 'Why' },
      width: 'minmax(14rem, 3fr)',
      cell: (letter) => <span title={letter.error ?? ''}>{letter.error}</span>,
    },
    { id: 'attempts', title: { zh: '已试', en: 'Tries' }, width: '4rem', align: 'end', cell: (letter) => letter.attempts },
    {
      id: 'createdAt',
      title: { zh: '产生', en: 'Since' },
      width: '8rem',
      card: 'meta',
      cell: (letter) => <Time at={letter.createdAt} />,
    },
    ...(mayManage
      ? [
          {
            id: 'actions',
            title: { zh: '处理', en: 'Decide' },
            width: '11rem',
            card: 'status' as const,
            cell: (letter: DeadLetter) => <Decide letter={letter} />,
          },
        ]
      : []),
  ]
}

function Decide({ letter }: { letter: DeadLetter }) {
  const { t } = useTranslation('operations')
  const { message } = App.useApp()
  const options = { refresh: [path, '/api/operations/overview'] }
  const replay = useSend(() => api.post(`${path}/${letter.id}/replay`), options)
  const discard = useSend(() => api.delete(`${path}/${letter.id}`), options)
  const say = (error: ApiError) => void message.error(error.detail)
  return (
    <span className="row">
      <Button size="small" loading={replay.isPending} onClick={() => replay.mutate(undefined, { onError: say })}>
        {t('replay')}
      </Button>
      <Popconfirm title={t('discardAsk')} onConfirm={() => discard.mutate(undefined, { onError: say })}>
        <Button size="small" danger>
          {t('discard')}
        </Button>
      </Popconfirm>
    </span>
  )
}

function OverviewFacts() {
  const { t } = useTranslation('operations')
  const query = useApi('/api/operations/overview', Overview, { everySeconds: 15 })
  return (
    <section className="operations-facts">
      <h1>{t('title')}</h1>
      <Loaded query={query}>
        {(now) => (
          <Facts
            items={[
              [t('database'), t(now.database)],
              [t('up'), t('upValue', { hours: Math.floor(now.upSeconds / 3600), minutes: Math.floor(now.upSeconds / 60) % 60 })],
              [t('memory'), `${Math.round(now.memoryBytes / 2 ** 20)} MiB`],
              [t('waiting'), now.waiting],
              [t('lag'), `${now.lagSeconds.toFixed(1)} ${t('seconds')}`],
              [t('node'), now.node],
            ]}
          />
        )}
      </Loaded>
    </section>
  )
}
