import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import type { RowDetail } from '../schema.ts'
import { useHere } from './register.ts'

/** Removing needs a reason, which the history keeps; restoring may have one. */
export function RemoveDialog({ row, restore, close }: { row: RowDetail; restore: boolean; close: () => void }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [why, setWhy] = useState('')
  const path = `${shape.path}/${row.id}`
  const body = { version: row.version, ...(why.trim() && { why: why.trim() }) }
  const send = useSend(() => (restore ? api.post(`${path}/restore`, body) : api.delete(path, undefined, body)), {
    refresh: [shape.path, '/api/registers'],
    then: close,
  })
  const title = t(restore ? 'row.restore' : 'row.remove')
  return (
    <Modal
      open
      title={`${title}：${row.label}`}
      okText={title}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: !restore, disabled: !restore && why.trim() === '' }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(undefined)}
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet">{t(restore ? 'remove.restoreHint' : 'remove.hint')}</p>
      <label htmlFor="remove-why">
        <strong>{t(restore ? 'remove.whyMaybe' : 'remove.why')}</strong>
      </label>
      <Input.TextArea
        id="remove-why"
        rows={3}
        maxLength={500}
        autoFocus
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      {send.error && (
        <p className="field-error" role="alert">
          {send.error.detail}
        </p>
      )}
    </Modal>
  )
}
