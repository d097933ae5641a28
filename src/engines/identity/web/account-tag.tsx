import { useTranslation } from 'react-i18next'
import { StatusTag } from '#kit/status-tag.tsx'
import type { Account } from '../schema.ts'

export function AccountTag({ account }: { account: Account }) {
  const { t } = useTranslation('identity')
  if (account.disabled) return <StatusTag icon="ban">{t('disabled')}</StatusTag>
  if (account.lockedUntil)
    return (
      <StatusTag tone="warning" icon="lock">
        {t('locked')}
      </StatusTag>
    )
  return <StatusTag tone="done">{t('active')}</StatusTag>
}
