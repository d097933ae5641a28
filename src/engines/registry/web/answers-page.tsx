import { App, Button, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Link } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { AccessView, CorrectionView } from '../schema.ts'
import './registry.css'

/** What residents ask: to put something right, and why somebody looked. */
export function AnswersPage() {
  const { t } = useTranslation('registry')
  const text = useText()
  const corrections = useApi<{ items: CorrectionView[] }>('/api/registry/corrections?state=asked')
  const questions = useApi<{ items: AccessView[] }>('/api/registry/questions')
  return (
    <div className="registry-page registry-narrow">
      <h1>{t('answers.title')}</h1>
      <section>
        <h2>{t('answers.corrections')}</h2>
        <Loaded query={corrections}>
          {({ items }) => (
            <Waiting none={t('answers.noCorrections')} count={items.length}>
              {items.map((one) => (
                <li key={one.id}>
                  <strong>
                    <Link to={`/work/registry/${one.registry}/${one.entity}`}>{text(one.field.title)}</Link>
                  </strong>
                  <span>
                    {t('answers.proposes', { value: one.proposed })} · {text(one.source.organisation)}
                  </span>
                  <span className="quiet">
                    {one.why} <Time at={one.askedAt} />
                  </span>
                  <Answer
                    choices={['accepted', 'refused']}
                    send={(state, answer) =>
                      api.post(`/api/registry/corrections/${one.id}/answer`, { version: one.version, state, answer })
                    }
                  />
                </li>
              ))}
            </Waiting>
          )}
        </Loaded>
      </section>
      <section>
        <h2>{t('answers.questions')}</h2>
        <Loaded query={questions}>
          {({ items }) => (
            <Waiting none={t('answers.noQuestions')} count={items.length}>
              {items.map((one) => (
                <li key={one.id}>
                  <strong>{one.question}</strong>
                  <span>
                    {one.actor} {one.organisation && `（${text(one.organisation)}）`} · {text(one.purpose)} · {one.note}
                  </span>
                  <Time at={one.at} style="short" />
                  <Answer
                    choices={['answer']}
                    send={(_state, answer) => api.post(`/api/registry/questions/${one.id}/answer`, { answer })}
                  />
                </li>
              ))}
            </Waiting>
          )}
        </Loaded>
      </section>
    </div>
  )
}

const Waiting = ({ none, count, children }: { none: string; count: number; children: ReactNode }) =>
  count === 0 ? <Empty icon="circle-check" title={none} /> : <ul className="registry-found">{children}</ul>

type Choice = 'accepted' | 'refused' | 'answer'

function Answer({ choices, send }: { choices: readonly Choice[]; send: (choice: Choice, answer: string) => Promise<unknown> }) {
  const { t } = useTranslation('registry')
  const { message } = App.useApp()
  const [open, setOpen] = useState<Choice | null>(null)
  const [answer, setAnswer] = useState('')
  const run = useSend((choice: Choice) => send(choice, answer), { refresh: ['/api/registry'], then: () => setOpen(null) })
  return (
    <span className="row">
      {choices.map((choice) => (
        <Button key={choice} size="small" onClick={() => setOpen(choice)}>
          {t(`answers.${choice}`)}
        </Button>
      ))}
      <Modal
        open={open !== null}
        title={open ? t(`answers.${open}`) : ''}
        okText={t('confirm')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: answer.trim().length < 2 }}
        confirmLoading={run.isPending}
        onOk={() => open && run.mutate(open, { onError: (error) => void message.error(error.detail) })}
        onCancel={() => setOpen(null)}
      >
        <label htmlFor="answer-text">{t('answers.toResident')}</label>
        <Input.TextArea
          id="answer-text"
          rows={3}
          value={answer}
          maxLength={500}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </Modal>
      {run.isSuccess && <StatusTag tone="done">{t('answers.done')}</StatusTag>}
    </span>
  )
}
