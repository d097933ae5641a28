import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useApi } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { useMay } from '#kit/session.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { type Text, useText } from '#kit/text.ts'
import './alarms.css'

interface Filed {
  items: { ref: string; number: string; category: { title: Text }; stateTitle: Text; endedAt: string | null }[]
}

/** The cases filed for an alarm or a station, where the district files cases for alarms and the reader may see them. */
export function FiledCases({ of: ref }: { of: string }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const may = useMay('cases.read')
  const { data } = useApi<Filed>(may ? `/api/cases/of?ref=${encodeURIComponent(ref)}` : null, undefined, { everySeconds: 30 })
  if (!data?.items.length) return null
  return (
    <section className="pane-section filed">
      <h2>{t('alarm.case')}</h2>
      <ul className="stack filed-list">
        {data.items.map((item) => (
          <li key={item.ref} className="row-wrap">
            <RefLink to={item.ref} className="alarm-case">
              <Icon name="clipboard" />
              <span className="numbers">{item.number}</span>
            </RefLink>
            <span>{text(item.category.title)}</span>
            <StatusTag tone={item.endedAt ? 'done' : 'active'}>{text(item.stateTitle)}</StatusTag>
          </li>
        ))}
      </ul>
    </section>
  )
}
