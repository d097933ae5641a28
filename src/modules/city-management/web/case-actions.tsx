import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import type { PaneAction } from '#kit/detail-pane.tsx'
import { refresh } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Action, CaseDetail } from '../schema.ts'
import { ActionDialog } from './action-dialog.tsx'
import { type Answer, answersOf } from './action-forms.ts'

/** What this person may do with the case, as the server says; asked for more where the step needs more. */
export function useCaseActions(found: CaseDetail, close: () => void) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<{ action: Action; answer: Answer } | null>(null)

  const send = async (action: Action, answer: Answer, values: Record<string, unknown>) => {
    const title = answer.title ? t(answer.title) : text(action.title)
    const body = { version: found.version, ...answer.body?.(found), ...values }
    const { case: after } = await api.post<{ case: CaseDetail | null }>(action.href, body)
    setAsking(null)
    void message.success(after ? t('act.done', { title }) : t('act.gone'))
    if (!after) close()
    await refresh('/api/city-management/cases', '/api/process/inbox')
  }
  const refused = (error: ApiError) => {
    void message.error(error.detail, 6)
    if (error.status === 409) void refresh('/api/city-management/cases')
  }
  const run = (action: Action, answer: Answer) => {
    if (answer.fields.length > 0) return void setAsking({ action, answer })
    return send(action, answer, {}).catch(refused)
  }

  const actions: PaneAction[] = found.actions.flatMap((action) =>
    answersOf(action.id, found).map((answer, index) => ({
      key: `${action.id}-${index}`,
      title: answer.title ? t(answer.title) : text(action.title),
      icon: answer.icon,
      primary: action.main && index === 0 && found.actions[0]?.id === action.id,
      danger: answer.danger ?? false,
      rare: !action.main,
      run: () => run(action, answer),
    })),
  )
  const dialog = asking && (
    <ActionDialog
      found={found}
      title={asking.answer.title ? t(asking.answer.title) : text(asking.action.title)}
      answer={asking.answer}
      cancel={() => setAsking(null)}
      send={(values) => send(asking.action, asking.answer, values)}
      refused={refused}
    />
  )
  return { actions, dialog }
}
