import { App } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { RowDetail } from '../schema.ts'
import { useHere } from './register.ts'
import { RowForm, type Values } from './row-form.tsx'
import { useText } from '#kit/text.ts'

/** A new row; when it stands, it is opened. */
export function NewRow({ close, made }: { close: () => void; made: (id: string) => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { message } = App.useApp()
  const { shape } = useHere()
  const send = useSend<Values, RowDetail>((values) => api.post(shape.path, { values }, RowDetail), {
    refresh: [shape.path, '/api/registers'],
    then: (row) => {
      void message.success(t('form.made'))
      made(row.id)
    },
  })
  const usual = useMemo(
    () =>
      Object.fromEntries(shape.columns.flatMap((column) => (column.usual === undefined ? [] : [[column.name, column.usual]]))),
    [shape],
  )
  const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
  return (
    <RowForm
      title={t('form.new')}
      number={text(shape.title)}
      initial={usual}
      saveTitle={t('form.create')}
      busy={send.isPending}
      error={send.error}
      save={(values) => send.mutate(filled(values))}
      cancel={close}
    />
  )
}
