import { useTranslation } from 'react-i18next'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { stageTitles } from '../../../engines/cases/words.ts'
import type { CaseDetail } from '../schema.ts'

/** Each step with its limit: who had it, when it was due, when it was done. */
export function CaseLimits({ stages }: Pick<CaseDetail, 'stages'>) {
  const { t } = useTranslation('city-management')
  const text = useText()
  return (
    <div className="case-limits">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('pane.stage')}</th>
            <th scope="col">{t('pane.unit')}</th>
            <th scope="col">{t('pane.due')}</th>
            <th scope="col">{t('pane.done')}</th>
            <th scope="col">{t('pane.result')}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((row) => (
            <tr key={row.openedAt + row.stage}>
              <th scope="row">{text(stageTitles[row.stage])}</th>
              <td>{text(row.unit)}</td>
              <td>{row.dueAt ? <Time at={row.dueAt} style="short" /> : '–'}</td>
              <td>{row.doneAt ? <Time at={row.doneAt} style="short" /> : '–'}</td>
              <td>
                {row.onTime === null ? (
                  <StatusTag tone="active">{t('pane.running')}</StatusTag>
                ) : (
                  <StatusTag tone={row.onTime ? 'done' : 'alarm'}>{t(row.onTime ? 'pane.onTime' : 'pane.late')}</StatusTag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
