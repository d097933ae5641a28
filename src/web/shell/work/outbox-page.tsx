import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { dropParcel, flushOutbox, type Parcel } from '../../kit/outbox.ts'
import { useOutbox } from '../../kit/outbox-badge.tsx'
import { Empty } from '../../kit/states.tsx'
import { StatusTag } from '../../kit/status-tag.tsx'
import { Time } from '../../kit/time.tsx'

/** What waits on this device for a network, and what the server refused. */
export function OutboxPage() {
  const { t } = useTranslation('web')
  const waiting = useOutbox()
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    await flushOutbox().finally(() => setBusy(false))
  }
  return (
    <div className="outbox stack">
      <div className="row-wrap">
        <h1 className="grow">{t('outbox.title')}</h1>
        {waiting.length > 0 && (
          <button type="button" className="btn" data-kind="primary" disabled={busy} onClick={() => void send()}>
            <Icon name="cloud-upload" />
            {t('outbox.send')}
          </button>
        )}
      </div>
      {waiting.length === 0 ? (
        <Empty icon="circle-check" title={t('outbox.empty')} />
      ) : (
        <ul className="stack">
          {waiting.map((parcel) => (
            <OneParcel key={parcel.id} parcel={parcel} />
          ))}
        </ul>
      )}
    </div>
  )
}

function OneParcel({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation('web')
  return (
    <li className="card stack">
      <div className="row-wrap">
        <strong className="grow">{parcel.title}</strong>
        <StatusTag tone={parcel.refused ? 'alarm' : 'warning'}>
          {parcel.refused ? t('outbox.notTaken') : t('outbox.waits')}
        </StatusTag>
      </div>
      <p className="quiet">
        <Time at={parcel.at} /> {parcel.files.length > 0 && t('outbox.photos', { count: parcel.files.length })}
      </p>
      {parcel.refused && <p role="alert">{t('outbox.refused', { why: parcel.refused })}</p>}
      <div>
        <button type="button" className="btn" data-kind="danger" data-size="small" onClick={() => void dropParcel(parcel.id)}>
          {t('outbox.drop')}
        </button>
      </div>
    </li>
  )
}
