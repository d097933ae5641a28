import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Parcel, parcels, watchOutbox } from './outbox.ts'
import { Count } from './status-tag.tsx'

export function useOutbox(): Parcel[] {
  const [waiting, setWaiting] = useState<Parcel[]>([])
  useEffect(() => {
    const read = () => void parcels().then(setWaiting, () => setWaiting([]))
    read()
    return watchOutbox(read)
  }, [])
  return waiting
}

export function OutboxBadge() {
  const { t } = useTranslation('web')
  const waiting = useOutbox()
  return (
    <Count
      value={waiting.length}
      tone={waiting.some(({ refused }) => refused) ? 'alarm' : 'warning'}
      label={t('outbox.waiting', { count: waiting.length })}
    />
  )
}
