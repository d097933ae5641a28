import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Section } from '#kit/detail-pane.tsx'
import { useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'

interface Looked {
  items: { id: string; at: string; actor: { name: string }; after: { what?: string } | null; why: string | null }[]
}

/** Who saw personal values in clear and what for; asked for by a click, because this look is entered in the audit too. */
export function WhoLooked({ subject }: { subject: string }) {
  const { t } = useTranslation('registers')
  const may = useMay('audit.read')
  const [open, setOpen] = useState(false)
  const query = useApi<Looked>(open ? withQuery('/api/audit/entries', { ref: subject, action: 'audit.read', limit: 50 }) : null)
  if (!may) return null
  return (
    <Section title={t('looked.title')}>
      {!open && (
        <div>
          <Button size="small" onClick={() => setOpen(true)}>
            {t('looked.show')}
          </Button>
          <span className="quiet looked-hint">{t('looked.hint')}</span>
        </div>
      )}
      {open && (
        <Loaded query={query} rows={2}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{t('looked.nobody')}</p>
            ) : (
              <ul className="looked">
                {items.map(({ id, at, actor, why }) => (
                  <li key={id}>
                    <strong>{actor.name}</strong> <Time at={at} style="short" />
                    <p className="quiet">{t('looked.why', { why: why ?? '–' })}</p>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </Section>
  )
}
