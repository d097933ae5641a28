import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { RecordView, ScoreView } from '../schema.ts'
import './credit.css'

/** The score, each point with the record it comes from; nothing is hidden behind the sum. */
export function ScoreTable({ score, records }: { score: ScoreView; records: readonly RecordView[] }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const titles = new Map(records.map(({ id, title }) => [id, title]))
  return (
    <section className="stack">
      <h2>
        {t('own.score')} <span className="credit-score">{score.value}</span>
      </h2>
      <p className="quiet">{t('own.scoreHint')}</p>
      <div className="credit-scroll">
        <table className="credit-points">
          <caption className="unseen">{text(score.title)}</caption>
          <tbody>
            <tr>
              <th scope="row">{t('own.base')}</th>
              <td />
              <td className="end">{score.base}</td>
            </tr>
            {score.lines.map((line) => (
              <tr key={line.record}>
                <th scope="row">{text(line.title)}</th>
                <td>
                  {titles.get(line.record)}
                  {line.skipped && <small className="quiet"> {t(`own.skipped.${line.skipped}`)}</small>}
                </td>
                <td className="end">{line.points > 0 ? `+${line.points}` : line.points}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
