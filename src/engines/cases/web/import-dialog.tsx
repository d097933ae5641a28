import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import type { ImportResult } from '../schema.ts'

/** Lines as they come out of a spreadsheet: commas or tabs between, quotes around or not. */
const rowsOf = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.split(/[,，\t]/).map((cell) => cell.trim().replace(/^"|"$/g, '')))
    .filter(([area]) => area)
    .map(([area = '', category = '', unit = '', note = '']) => ({ area, category, unit, note }))

/** Many rows of the dispatch table at once; wrong ones are named, the others are taken. */
export function ImportDialog({ done, cancel }: { done: () => void; cancel: () => void }) {
  const { t } = useTranslation('cases')
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const [result, setResult] = useState<ImportResult>()
  const [busy, setBusy] = useState(false)
  const rows = rowsOf(text)
  const send = () => {
    setBusy(true)
    return api
      .post<ImportResult>('/api/cases/responsibilities/import', { rows })
      .then((answer) => (answer.refused.length > 0 ? setResult(answer) : done()))
      .catch((error: ApiError) => void message.error(error.detail))
      .finally(() => setBusy(false))
  }
  return (
    <Modal
      open
      title={t('table.import')}
      okText={t('table.save')}
      cancelText={t('table.cancel')}
      okButtonProps={{ disabled: rows.length === 0, loading: busy }}
      onOk={() => void send()}
      onCancel={result ? done : cancel}
    >
      <p className="quiet">{t('table.importHint')}</p>
      <Input.TextArea
        aria-label={t('table.import')}
        rows={8}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="310118102,event-01,greening,"
      />
      {result && (
        <div role="alert">
          <p>
            {t('table.imported', {
              added: result.added,
              replaced: result.replaced,
              same: result.same,
              count: result.refused.length,
            })}
          </p>
          <ul className="import-refused">
            {result.refused.map(({ row, why }) => (
              <li key={row}>{t('table.row', { row, why })}</li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  )
}
