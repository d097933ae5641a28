import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import type { Claims } from '../schema.ts'
import './credit.css'

/** Who asks to act for whom; the office has seen the papers. */
export function ClaimList() {
  const { t } = useTranslation('credit')
  const { message } = App.useApp()
  const query = useApi<Claims>('/api/credit/claims')
  const decide = useSend(
    ({ id, confirm }: { id: string; confirm: boolean }) => api.post(`/api/credit/claims/${id}/decide`, { confirm }),
    {
      refresh: ['/api/credit/claims'],
      then: () => void message.success(t('work.done')),
    },
  )
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="circle-check" title={t('work.claimNone')} />
        ) : (
          <ul className="credit-list">
            {items.map((claim) => (
              <li key={claim.id} className="credit-card">
                <span className="credit-top">
                  <strong className="grow">{claim.subject.name}</strong>
                  <Button type="primary" onClick={() => decide.mutate({ id: claim.id, confirm: true })}>
                    {t('work.confirm')}
                  </Button>
                  <Button onClick={() => decide.mutate({ id: claim.id, confirm: false })}>{t('work.refuse')}</Button>
                </span>
                <span className="quiet numbers">
                  {claim.subject.code} · <Time at={claim.askedAt} style="short" />
                </span>
              </li>
            ))}
            {decide.error && <li role="alert">{(decide.error as ApiError).detail}</li>}
          </ul>
        )
      }
    </Loaded>
  )
}
