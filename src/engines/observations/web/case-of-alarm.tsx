import { useTranslation } from 'react-i18next'
import { Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { useApi } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import type { Alarm } from '../schema.ts'

interface FiledFor {
  items: { ref: string; number: string; stateTitle?: { zh: string; en: string } }[]
}

/** The case filed for an alarm, where the district files cases for alarms and the reader may see them. */
export function CaseOfAlarm({ alarm }: { alarm: Pick<Alarm, 'ref'> }) {
  const { t } = useTranslation('observations')
  const { data } = useApi<FiledFor>(`/api/cases/of?ref=${encodeURIComponent(alarm.ref)}`)
  const filed = data?.items[0]
  if (!filed) return null
  return (
    <Section title={t('alarm.case')}>
      <RefLink to={filed.ref} className="alarm-case">
        <Icon name="clipboard" />
        <span className="numbers">{filed.number}</span>
        <span className="quiet">{t('alarm.openCase')}</span>
      </RefLink>
    </Section>
  )
}
