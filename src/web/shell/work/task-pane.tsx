import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ClockOf } from '../../kit/clock-ring.tsx'
import { DetailPane, Facts, Section } from '../../kit/detail-pane.tsx'
import { useSend } from '../../kit/query.ts'
import { useText } from '../../kit/text.ts'
import { Time } from '../../kit/time.tsx'
import { inboxPath, type Task } from './inbox.ts'

/** A task of a process that has no page of its own: what it is, and its possible outcomes. */
export function TaskPane({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation('web')
  const text = useText()
  const { message } = App.useApp()
  const [comment, setComment] = useState('')
  const complete = useSend(
    (outcome: string) =>
      api.post(`/api/process/tasks/${task.id}/complete`, { outcome, version: task.version, ...(comment && { comment }) }),
    {
      refresh: [inboxPath],
      then: () => {
        void message.success(t('inbox.completed'))
        onClose()
      },
    },
  )
  return (
    <DetailPane title={task.title} number={text(task.processTitle)} clock={<ClockOf clock={task.clock} />} onClose={onClose}>
      <Section title={text(task.stepTitle)}>
        <Facts
          items={[
            [t('inbox.arrived'), <Time key="at" at={task.openedAt} style="exact" />],
            [t('inbox.with'), task.assigneeName],
          ]}
        />
      </Section>
      {task.mayComplete && (
        <Section title={t('inbox.decide')}>
          <Input.TextArea
            rows={3}
            maxLength={2000}
            value={comment}
            aria-label={t('inbox.comment')}
            placeholder={t('inbox.comment')}
            onChange={(event) => setComment(event.target.value)}
          />
          <div className="row-wrap">
            {task.outcomes.map((outcome, index) => (
              <Button
                key={outcome.id}
                type={index === 0 ? 'primary' : 'default'}
                loading={complete.isPending && complete.variables === outcome.id}
                onClick={() => complete.mutate(outcome.id)}
              >
                {text(outcome.title)}
              </Button>
            ))}
          </div>
          {complete.error && (
            <p className="field-error" role="alert">
              {complete.error.detail}
            </p>
          )}
        </Section>
      )}
    </DetailPane>
  )
}
