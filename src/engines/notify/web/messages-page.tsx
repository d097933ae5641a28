import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useLive } from '#kit/live.ts'
import { refresh, usePages, useSend } from '#kit/query.ts'
import { pathOf, RefLink } from '#kit/ref-link.tsx'
import { Empty, Failed, Loading } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Message } from '../schema.ts'
import './messages.css'

const messagesPath = '/api/notify/messages'

/** What I was told, newest first; opening a message's matter marks it as read. */
export function MessagesPage() {
  const { t } = useTranslation('notify')
  const query = usePages<Message>(messagesPath)
  const read = useSend((what: object) => api.post(`${messagesPath}/read`, what), { refresh: ['/api/notify'] })
  useLive('inbox', () => void refresh('/api/notify'))
  const anyUnread = query.rows.some(({ readAt }) => !readAt)
  return (
    <div className="portal-width portal-page message-page">
      <div className="row">
        <h1 className="grow">{t('title')}</h1>
        {anyUnread && (
          <button type="button" className="btn" data-size="small" onClick={() => read.mutate({ all: true })}>
            {t('readAll')}
          </button>
        )}
      </div>
      {query.isPending && <Loading />}
      {query.error && <Failed error={query.error} again={query.again} />}
      {!query.isPending && !query.error && query.rows.length === 0 && (
        <Empty icon="bell" title={t('none')}>
          {t('noneHint')}
        </Empty>
      )}
      <ul>
        {query.rows.map((message) => (
          <MessageItem key={message.id} message={message} read={() => read.mutate({ ids: [message.id] })} />
        ))}
      </ul>
      {query.hasMore && (
        <button type="button" className="btn" onClick={query.more}>
          {t('more')}
        </button>
      )}
    </div>
  )
}

function MessageItem({ message, read }: { message: Message; read: () => void }) {
  const { t } = useTranslation('notify')
  const text = useText()
  const opens = message.ref !== null && pathOf(message.ref, 'portal') !== undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is what the keyboard uses
    <li data-unread={message.readAt ? undefined : true} onClick={() => !message.readAt && read()}>
      <strong>{text(message.title)}</strong>
      <p>{text(message.body)}</p>
      <p className="row quiet">
        <Time at={message.sentAt} />
        {opens && message.ref && (
          <RefLink to={message.ref} front="portal">
            {t('open')}
          </RefLink>
        )}
      </p>
    </li>
  )
}
