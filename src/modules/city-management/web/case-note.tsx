import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'

export function CaseNote({ id }: { id: string }) {
  const { t } = useTranslation('city-management')
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const path = `/api/city-management/cases/${id}`
  const save = useSend(() => api.post(`${path}/notes`, { text }), { refresh: [path], then: () => setText('') })
  return (
    <form
      className="case-note"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined, { onError: (error) => void message.error(error.detail) })
      }}
    >
      <Input.TextArea
        aria-label={t('pane.note')}
        placeholder={`${t('pane.note')}（${t('pane.noteHint')}）`}
        value={text}
        maxLength={2000}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => setText(event.target.value)}
      />
      <Button htmlType="submit" disabled={text.trim() === ''} loading={save.isPending}>
        {t('pane.saveNote')}
      </Button>
    </form>
  )
}
