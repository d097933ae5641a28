import { useTranslation } from 'react-i18next'
import { useApi } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import type { Registered as Shape } from '../schema.ts'
import { Pieces } from './record-card.tsx'
import './credit.css'

/** 登记信息: what the registry of legal entities holds under the same code, each field with its source. */
export function Registered({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const query = useApi<Shape>(`/api/credit/subjects/${subject}/registered`)
  return (
    <section className="stack">
      <h2>{t('work.registered')}</h2>
      <Loaded query={query}>{(facts) => <Fields facts={facts} />}</Loaded>
    </section>
  )
}

function Fields({ facts: { ref, fields } }: { facts: Shape }) {
  const { t } = useTranslation('credit')
  const text = useText()
  if (fields.length === 0) return <p className="quiet">{t('work.registeredNone')}</p>
  return (
    <>
      <p className="quiet">
        {t('work.registeredHint')} {ref && <RefLink to={ref}>{t('work.openRegistry')}</RefLink>}
      </p>
      <dl className="credit-registered">
        {fields.map(({ field, title, says, from, observedOn, differs }) => (
          <div key={field}>
            <dt>{text(title)}</dt>
            <dd>
              {text(says)} {differs && <StatusTag tone="warning">{t('work.differs', { name: differs })}</StatusTag>}
              <Pieces small of={[text(from), observedOn]} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
