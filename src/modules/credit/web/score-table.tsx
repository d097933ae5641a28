import { useTranslation } from 'react-i18next'
import { Link } from '#kit/navigate.tsx'
import { useText } from '#kit/text.ts'
import type { RecordView, ScoreView } from '../schema.ts'
import './credit.css'

interface Step {
  line: ScoreView['lines'][number]
  /** The sum before and after this line, as it is drawn: within the scale. */
  from: number
  to: number
}

const MOST = 100
const within = (value: number) => Math.min(MOST, Math.max(0, value))

function stepsOf({ base, lines }: ScoreView): Step[] {
  let sum = base
  return lines.map((line) => {
    const from = sum
    sum += line.points
    return { line, from: within(from), to: within(sum) }
  })
}

/** The score drawn step by step from its base: each step says which rule, which record of which day, on which norm, how many points. */
export function ScoreTable({ score, records, at }: { score: ScoreView; records: readonly RecordView[]; at?: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const known = new Map(records.map((record) => [record.id, record]))
  return (
    <section className="stack">
      <h2>
        {t('own.score')} <span className="credit-score">{score.value}</span>{' '}
        <small className="quiet">{t('own.scoreOf', { most: MOST, base: score.base })}</small>
      </h2>
      <p className="quiet">
        {text(score.title)} · {t('own.scoreHint')}
      </p>
      <ol className="credit-steps">
        <li className="credit-step">
          <Bar from={0} to={score.base} tone="base" />
          <span className="grow">{t('own.base')}</span>
          <span className="numbers">{score.base}</span>
        </li>
        {stepsOf(score).map(({ line, from, to }) => (
          <StepLine key={line.record} line={line} from={from} to={to} record={known.get(line.record)} {...(at && { at })} />
        ))}
        <li className="credit-step" data-sum>
          <Bar from={0} to={score.value} tone="sum" />
          <strong className="grow">{t('own.total')}</strong>
          <strong className="numbers">{score.value}</strong>
        </li>
      </ol>
      {score.lines.length === 0 && <p className="quiet">{t('own.noLines')}</p>}
    </section>
  )
}

function StepLine({ line, from, to, record, at }: Step & { record: RecordView | undefined; at?: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const tone = line.skipped ? 'skipped' : line.points < 0 ? 'down' : 'up'
  return (
    <li className="credit-step" data-tone={tone}>
      <Bar from={from} to={to} tone={tone} />
      <span className="grow">
        {text(line.title)}
        {line.skipped && <small className="quiet"> · {t(`own.skipped.${line.skipped}`)}</small>}
        {record && (
          <small className="quiet credit-step-why">
            {at ? <Link to={`${at}/${record.id}`}>{record.title}</Link> : record.title} ·{' '}
            <span className="credit-piece">{record.decidedOn}</span>
            {record.basis && ` · ${record.basis}`}
          </small>
        )}
      </span>
      <span className="numbers">{line.points > 0 ? `+${line.points}` : line.points}</span>
    </li>
  )
}

/** Where on the scale of a hundred the step lies; the words beside it say the same. */
function Bar({ from, to, tone }: { from: number; to: number; tone: string }) {
  const [low, high] = from < to ? [from, to] : [to, from]
  return (
    <span className="credit-bar" data-tone={tone} aria-hidden="true">
      <span style={{ insetInlineStart: `${low}%`, inlineSize: `${Math.max(high - low, 0.6)}%` }} />
    </span>
  )
}
