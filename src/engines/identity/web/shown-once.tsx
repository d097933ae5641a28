import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import './identity.css'

/** A password or key that is never shown again: the reader says when it is kept. */
export function ShownOnce({ title, hint, secret, close }: { title: string; hint: string; secret: string; close: () => void }) {
  const { t } = useTranslation('identity')
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    void message.success(t('copied'))
  }
  return (
    <Modal
      open
      title={title}
      closable={false}
      footer={
        <Button type="primary" onClick={close}>
          {t('close')}
        </Button>
      }
      width="30rem"
    >
      <p>{hint}</p>
      <p className="row shown-once">
        <output>{secret}</output>
        <Button icon={<Icon name="copy" size={16} />} onClick={() => void copy()}>
          {t('copy')}
        </Button>
      </p>
    </Modal>
  )
}
