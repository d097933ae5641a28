import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { type RowDetail, Unmasked } from '../schema.ts'
import { useHere } from './register.ts'
import { isBlank } from './value.tsx'

interface UnmaskProps {
  row: RowDetail
  close: () => void
  shown: (values: Record<string, string | null>) => void
}

/** Masked values in clear: which ones, and what for; the audit keeps both. */
export function UnmaskDialog({ row, close, shown }: UnmaskProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const masked = shape.columns.filter((column) => column.masked && !isBlank(row.values[column.name]))
  const [names, setNames] = useState(masked.map(({ name }) => name))
  const [purpose, setPurpose] = useState('')
  const send = useSend(() => api.post(`${shape.path}/${row.id}/unmask`, { purpose: purpose.trim(), columns: names }, Unmasked), {
    then: ({ values }) => {
      shown(values)
      close()
    },
  })
  return (
    <Modal
      open
      title={t('unmask.title')}
      okText={t('unmask.show')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: names.length === 0 || purpose.trim().length < 4 }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(undefined)}
      onCancel={close}
      destroyOnHidden
    >
      <Checkbox.Group
        className="unmask-columns"
        value={names}
        options={masked.map(({ name, title }) => ({ value: name, label: text(title) }))}
        onChange={(chosen) => setNames(chosen as string[])}
      />
      <label htmlFor="unmask-purpose">
        <strong>{t('unmask.purpose')}</strong>
      </label>
      <Input.TextArea
        id="unmask-purpose"
        rows={3}
        maxLength={500}
        autoFocus
        value={purpose}
        placeholder={t('unmask.example')}
        onChange={(event) => setPurpose(event.target.value)}
      />
      <p className="quiet">{t('unmask.hint')}</p>
      {send.error && (
        <p className="field-error" role="alert">
          {send.error.faults[0]?.detail || send.error.detail}
        </p>
      )}
    </Modal>
  )
}
