import { Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Icon } from '../../kit/icon.tsx'
import { useLive } from '../../kit/live.ts'
import { refresh, useApi, usePages, useSend } from '../../kit/query.ts'
import { RefLink } from '../../kit/ref-link.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { Count } from '../../kit/status-tag.tsx'
import { type Text, useText } from '../../kit/text.ts'
import { Time } from '../../kit/time.tsx'
import { inboxPath } from './inbox.ts'

interface Message {
  id: string
  title: Text
  body: Text
  ref: string | null
  sentAt: string
  readAt: string | null
}
const messagesPath = '/api/notify/messages'
const unreadPath = '/api/notify/unread'

/** What I was told; the number says what I have not read yet. */
export function Bell() {
  const { t } = useTranslation('web')
  const { data } = useApi<{ unread: number }>(unreadPath)
  const [open, setOpen] = useState(false)
  useLive('inbox', () => void refresh(messagesPath, unreadPath, inboxPath))
  return (
    <Popover
      content={<Messages close={() => setOpen(false)} />}
      destroyOnHidden
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
    >
      <button type="button" className="btn-icon bell" title={t('messages.title')} aria-expanded={open}>
        <Icon name="bell" size={18} label={t('messages.title')} />
        <Count value={data?.unread} tone="alarm" />
      </button>
    </Popover>
  )
}

function Messages({ close }: { close: () => void }) {
  const { t } = useTranslation('web')
  const text = useText()
  const messages = usePages<Message>(messagesPath)
  const read = useSend((body: { ids: string[] } | { all: true }) => api.post('/api/notify/messages/read', body), {
    refresh: [messagesPath, unreadPath],
  })
  if (messages.error) return <Failed error={messages.error} again={messages.again} />
  if (messages.isPending) return <Loading />
  if (messages.rows.length === 0) return <Empty icon="bell" title={t('messages.none')} />
  const opened = (message: Message) => {
    if (!message.readAt) read.mutate({ ids: [message.id] })
    close()
  }
  return (
    <section className="messages" aria-label={t('messages.title')}>
      <div className="row">
        <strong className="grow">{t('messages.title')}</strong>
        <button type="button" className="btn" data-kind="plain" data-size="small" onClick={() => read.mutate({ all: true })}>
          {t('messages.readAll')}
        </button>
      </div>
      <ul>
        {messages.rows.map((message) => (
          <li
            key={message.id}
            data-unread={message.readAt ? undefined : true}
            onClick={() => opened(message)}
            onKeyDown={(event) => event.key === 'Enter' && opened(message)}
          >
            <div className="row">
              {message.ref ? <RefLink to={message.ref}>{text(message.title)}</RefLink> : <strong>{text(message.title)}</strong>}
              <span className="grow" />
              <small className="quiet">
                <Time at={message.sentAt} />
              </small>
            </div>
            <p className="quiet">{text(message.body)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
