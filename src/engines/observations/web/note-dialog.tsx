import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alarm } from '../schema.ts'
import { useAlarmActions } from './use-alarms.tsx'

/** Acknowledging with a word for those who look at it later. */
export function NoteDialog({ alarm, close }: { alarm: Alarm; close: () => void }) {
  const { t } = useTranslation('observations')
  const { acknowledge } = useAlarmActions()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    await acknowledge({ ...alarm, note: note.trim() })
    close()
  }
  return (
    <Modal
      open
      title={t('alarm.acknowledgeNoted')}
      okText={t('alarm.acknowledge')}
      cancelText={t('alarm.cancel')}
      onOk={() => void submit()}
      confirmLoading={busy}
      onCancel={close}
      width="28rem"
      destroyOnHidden
    >
      <div className="shelve-field">
        <label htmlFor="alarm-note">
          <strong>{t('alarm.note')}</strong>
        </label>
        <Input.TextArea
          id="alarm-note"
          rows={4}
          maxLength={500}
          placeholder={t('alarm.noteHint')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  )
}
