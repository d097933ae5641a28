import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePages } from '#kit/query.ts'
import { Failed, Loading } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type ImportFault, ImportFaults } from '../schema.ts'

/** Line by line what is wrong, with what stood there and what to do about it. */
export function ImportFaultTable({ path }: { path: string }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const pages = usePages<ImportFault>(`${path}/faults?limit=50`, ImportFaults)
  if (pages.error) return <Failed error={pages.error} again={pages.again} />
  if (pages.isPending) return <Loading rows={3} />
  return (
    <div className="import-faults">
      <FaultKinds kinds={(pages.first as ImportFaults | undefined)?.kinds ?? []} />
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('faults.line')}</th>
            <th scope="col">{t('about.column')}</th>
            <th scope="col">{t('faults.value')}</th>
            <th scope="col">{t('faults.what')}</th>
            <th scope="col">{t('faults.advice')}</th>
          </tr>
        </thead>
        <tbody>
          {pages.rows.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may have the same fault twice; the list only grows
            <tr key={index}>
              <td className="numbers">{fault.line}</td>
              <th scope="row">{text(fault.title) || t('faults.wholeRow')}</th>
              <td>{fault.value === null ? <span className="quiet">{t('value.none')}</span> : <code>{fault.value}</code>}</td>
              <td>{text(fault.text)}</td>
              <td className="quiet">{text(fault.advice)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasMore && (
        <Button size="small" onClick={pages.more}>
          {t('faults.more')}
        </Button>
      )}
    </div>
  )
}

/** What is wrong, at a glance: thirty rows with one fault are one thing to put right. */
function FaultKinds({ kinds }: { kinds: NonNullable<ImportFaults['kinds']> }) {
  const { t } = useTranslation('registers')
  const text = useText()
  if (kinds.length === 0 || kinds.every(({ rows }) => rows === 1)) return null
  return (
    <ul className="import-kinds" aria-label={t('faults.kinds')}>
      {kinds.map(({ column, code, title, value, rows, advice, firstLine }) => (
        <li key={`${column} ${code}`}>
          <strong className="numbers">{t('faults.rows', { count: rows })}</strong>
          <span>
            {text(title) || t('faults.wholeRow')}
            {value !== null && (
              <>
                {' '}
                <code>{value}</code>
              </>
            )}
          </span>
          <span className="quiet">
            {text(advice)} · {t('faults.from', { line: firstLine })}
          </span>
        </li>
      ))}
    </ul>
  )
}
