import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { RowDetail } from '../schema.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { useHere } from './register.ts'
import { RowForm, type Values } from './row-form.tsx'

interface Change {
  version: number
  values: Values
  why: string
}

/** Changes one row; when somebody was quicker, both versions are laid side by side. */
export function EditRow({ row, done }: { row: RowDetail; done: () => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { message } = App.useApp()
  const { shape } = useHere()
  const path = `${shape.path}/${row.id}`
  const send = useSend<Change, RowDetail>(
    ({ version, values, why }) => api.patch(path, { version, values, ...(why && { why }) }, RowDetail),
    {
      refresh: [shape.path, '/api/registers'],
      then: () => {
        void message.success(t('form.saved'))
        done()
      },
    },
  )
  const theirs = send.error?.code === 'stale_version' ? RowDetail.safeParse(send.error.current).data : undefined
  const labels = Object.fromEntries(
    shape.columns
      .filter(({ kind, name }) => kind === 'reference' && row.values[name])
      .map(({ name }) => [String(row.values[name]), text(row.titles[name])]),
  )
  return (
    <>
      <RowForm
        title={row.label}
        number={t('form.editing')}
        initial={row.values}
        labels={labels}
        saveTitle={t('action.save')}
        busy={send.isPending}
        error={send.error}
        editing
        save={(values, why) => send.mutate({ version: row.version, values, why })}
        cancel={done}
      />
      {theirs && send.variables && (
        <ConflictDialog
          base={row}
          theirs={theirs}
          mine={send.variables.values}
          busy={send.isPending}
          save={(values) => send.mutate({ version: theirs.version, values, why: send.variables.why })}
          discard={done}
          close={() => send.reset()}
        />
      )}
    </>
  )
}
