import { App, Button, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useSend } from '#kit/query.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Inbox } from '../schema.ts'
import { requestStates } from '../words.ts'

type Item = Inbox['items'][number]
const desk = '/api/open-data/desk'

/** One thing that waits, with its limit and the ways to answer it. */
export function InboxItem({ item }: { item: Item }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  return (
    <li className="card stack">
      <p className="data-head">
        <strong>
          {t(`desk.kinds.${item.kind}`)}：{item.title}
        </strong>
        <StatusTag tone={item.isLate ? 'alarm' : 'neutral'}>
          {item.isLate ? t('desk.overdue') : t('questions.due')} <Time at={item.dueAt} style="short" />
        </StatusTag>
      </p>
      {item.body !== item.title && <p className="data-body">{item.body}</p>}
      {item.dataset && (
        <p>
          <Link to={`/data/${item.dataset.name}`}>{text(item.dataset.title)}</Link>
        </p>
      )}
      {item.kind === 'review' ? (
        <p>
          <Link to={`/work/open-data/${item.id}`}>
            {t('desk.look')} <Icon name="forward" size="1em" />
          </Link>
        </p>
      ) : (
        <Answer item={item} />
      )}
    </li>
  )
}

function Answer({ item }: { item: Item }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { message } = App.useApp()
  const [words, setWords] = useState('')
  const [state, setState] = useState<'planned' | 'fulfilled' | 'declined'>('planned')
  const send = useSend(({ at, body }: { at: string; body: object }) => api.post(`${desk}/${at}`, body), {
    refresh: ['/api/open-data'],
  })
  const run = (at: string, body: object) => send.mutate({ at, body }, { onError: (error) => void message.error(error.detail) })
  const isEmpty = words.trim().length < 2
  return (
    <>
      <Input.TextArea
        rows={2}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        aria-label={t('desk.answer')}
        placeholder={t('desk.answer')}
        maxLength={2000}
      />
      <Space wrap>
        {item.kind === 'question' && (
          <>
            <Button
              type="primary"
              disabled={isEmpty}
              loading={send.isPending}
              onClick={() => run(`questions/${item.id}/answer`, { answer: words })}
            >
              {t('desk.answerPublicly')}
            </Button>
            <Button disabled={isEmpty} onClick={() => run(`questions/${item.id}/answer`, { hideWhy: words })}>
              {t('desk.hide')}
            </Button>
          </>
        )}
        {item.kind === 'request' && (
          <>
            <Select
              value={state}
              onChange={setState}
              style={{ minWidth: '9rem' }}
              aria-label={t('desk.state')}
              options={(['planned', 'fulfilled', 'declined'] as const).map((value) => ({
                value,
                label: text(requestStates[value]),
              }))}
            />
            <Button
              type="primary"
              disabled={isEmpty}
              loading={send.isPending}
              onClick={() => run(`requests/${item.id}/answer`, { state, answer: words })}
            >
              {t('desk.answerPublicly')}
            </Button>
          </>
        )}
        {item.kind === 'reuse' && (
          <>
            <Button type="primary" loading={send.isPending} onClick={() => run(`reuses/${item.id}/decide`, { show: true })}>
              {t('desk.show')}
            </Button>
            <Button disabled={isEmpty} onClick={() => run(`reuses/${item.id}/decide`, { show: false, why: words })}>
              {t('desk.refuse')}
            </Button>
          </>
        )}
      </Space>
    </>
  )
}
