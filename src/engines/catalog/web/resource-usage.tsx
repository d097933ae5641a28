import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { Section } from '#kit/detail-pane.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type Resource, ShareList, Usage } from '../schema.ts'
import { howTitles, useTitles } from '../words.ts'
import { day, number, resourcesPath, ShareTag, sharesPath } from './look.tsx'

/** Who uses it, how, how much; and who may. */
export function ResourceUsage({ resource }: { resource: Resource }) {
  const { t } = useTranslation('catalog')
  return (
    <>
      <Loaded query={useApi(`${resourcesPath}/${resource.id}/usage`, Usage)}>
        {(usage) =>
          usage.consumers.length === 0 ? (
            <Empty icon="users" title={t('usage.none')}>
              {t('usage.noneHint')}
            </Empty>
          ) : (
            <Used usage={usage} />
          )
        }
      </Loaded>
      <Shares resource={resource.id} />
    </>
  )
}

function Used({ usage }: { usage: Usage }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  return (
    <>
      <Chart
        title={t('usage.byDay')}
        kind="bar"
        x="time"
        unit={t('usage.unit')}
        series={[{ name: t('usage.calls'), points: usage.days.map((entry) => [entry.day, entry.calls]) }]}
      />
      <div className="rows-scroll" tabIndex={0} role="region" aria-label={t('tab.usage')}>
        <table className="rows-table">
          <thead>
            <tr>
              <th scope="col">{t('usage.who')}</th>
              <th scope="col">{t('usage.how')}</th>
              <th scope="col" data-end>
                {t('usage.calls')}
              </th>
              <th scope="col" data-end>
                {t('usage.rows')}
              </th>
              <th scope="col">{t('usage.last')}</th>
            </tr>
          </thead>
          <tbody>
            {usage.consumers.map((row) => (
              <tr key={`${row.consumer} ${row.how}`}>
                <td>{text(row.title)}</td>
                <td>{text(useTitles[row.how])}</td>
                <td data-end>{number(row.calls)}</td>
                <td data-end>{number(row.rows)}</td>
                <td>{row.last}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Shares({ resource }: { resource: string }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const may = useMay(['catalog.apply', 'catalog.approve', 'catalog.arbitrate', 'catalog.steward'])
  const { data } = useApi(may ? withQuery(sharesPath, { resource }) : null, ShareList)
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t('usage.shares')}>
      <ul className="share-lines">
        {data.items.map((share) => (
          <li key={share.id} className="row-wrap">
            <Link to={`/work/data-shares/${share.id}`}>{text(share.consumerName)}</Link>
            <ShareTag state={share.state} />
            <span className="quiet">
              {text(howTitles[share.how])} · {t('share.fields', { count: share.fields.length })} ·{' '}
              {t('share.until', { day: day(share.expiresAt) })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
