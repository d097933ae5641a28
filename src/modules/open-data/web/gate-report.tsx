import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { Draft, Plan, Treatment } from '../schema.ts'
import { kindTitles, rungTitles, typeTitles } from '../words.ts'
import './gate.css'

type DraftResource = Draft['resources'][number]
interface Props {
  resource: DraftResource
  isBusy: boolean
  /** Absent: only to be read. */
  change?: (plan: Plan) => void
}

/** What the gate found, what it proposes for each column, and what that costs; each treatment can be changed. */
export function GateReport({ resource, isBusy, change }: Props) {
  const { t } = useTranslation('open-data')
  const { report, plan } = resource
  if (!report || !plan) return <p className="quiet">{t('gate.none')}</p>
  return (
    <section className="gate" aria-busy={isBusy}>
      <Verdict report={report} />
      <Figures report={report} k={plan.k} />
      <div className="data-grid" role="region" aria-label={t('gate.columns')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('gate.column')}</th>
              <th scope="col">{t('gate.found')}</th>
              <th scope="col">{t('gate.treatment')}</th>
              <th scope="col">{t('gate.example')}</th>
            </tr>
          </thead>
          <tbody>
            {resource.columns.map((column) => (
              <ColumnRow key={column.id} resource={resource} column={column} isBusy={isBusy} {...(change && { change })} />
            ))}
          </tbody>
        </table>
      </div>
      {change && (
        <label className="gate-people">
          <input
            type="checkbox"
            checked={plan.aboutPeople}
            disabled={isBusy}
            onChange={(event) => change({ ...plan, aboutPeople: event.target.checked })}
          />{' '}
          {t('gate.aboutPeople')}
        </label>
      )}
    </section>
  )
}

function Verdict({ report }: { report: NonNullable<DraftResource['report']> }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const isOpen = report.verdict === 'open'
  return (
    <div className="gate-verdict" data-tone={isOpen ? 'done' : 'alarm'} role="status">
      <Icon name={isOpen ? 'shield-check' : 'alarm'} size={28} />
      <div>
        <strong>{isOpen ? t('gate.passes') : t('gate.stopped')}</strong>
        {report.why.map((why) => (
          <p key={why.zh}>{text(why)}</p>
        ))}
      </div>
    </div>
  )
}

function Figures({ report, k }: { report: NonNullable<DraftResource['report']>; k: number }) {
  const { t } = useTranslation('open-data')
  const { before, after } = report
  const rows: [string, string, string][] = [
    [t('gate.rows'), String(report.rows), String(report.rows - report.withheldRows)],
    ...(before && after
      ? ([
          [t('gate.classes'), String(before.classes), String(after.classes)],
          [t('gate.smallest'), String(before.smallest), after.atRisk > 0 ? `≥ ${k}` : String(after.smallest)],
          [t('gate.atRisk', { k }), String(before.atRisk), '0'],
        ] as [string, string, string][])
      : []),
    ...(report.smallCells > 0
      ? ([[t('gate.smallCells', { k }), String(report.smallCells), '0']] as [string, string, string][])
      : []),
  ]
  return (
    <table className="gate-figures">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('gate.before')}</th>
          <th scope="col">{t('gate.after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, from, to]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{from}</td>
            <td>{to}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ColumnRow({ resource, column, isBusy, change }: Props & { column: DraftResource['columns'][number] }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { plan, report, sample } = resource
  const found = report?.identifiers.filter((one) => one.column === column.id) ?? []
  const treatment = plan?.columns[column.id] ?? ({ do: 'drop', why: 'chosen' } as Treatment)
  const set = (next: Treatment) => plan && change?.({ ...plan, columns: { ...plan.columns, [column.id]: next } })
  const example = treatment.do === 'drop' ? null : sample.find((row) => row[column.id] !== null)?.[column.id]
  return (
    <tr data-dropped={treatment.do === 'drop' || undefined}>
      <th scope="row">
        {text(column.title)} <small className="quiet">{text(typeTitles[column.type])}</small>
      </th>
      <td>
        {found.map((one) => (
          <span key={one.kind} className="gate-found" data-open={one.open || undefined}>
            <Icon name={one.open ? 'alarm' : 'shield-check'} size="1em" /> {text(kindTitles[one.kind])}{' '}
            {one.by === 'heading' ? t('gate.byHeading') : t('gate.inRows', { count: one.rows })}
          </span>
        ))}
      </td>
      <td>
        {change ? (
          <TreatmentChoice label={text(column.title)} type={column.type} treatment={treatment} isBusy={isBusy} set={set} />
        ) : (
          <TreatmentName treatment={treatment} />
        )}
        {found.length > 0 && found.every(({ by }) => by === 'heading') && (
          <Harmless
            column={text(column.title)}
            kinds={found.map((one) => text(kindTitles[one.kind])).join(t('gate.or'))}
            treatment={treatment}
            isBusy={isBusy}
            {...(change && { accept: (because: string) => set({ do: 'keep', because }) })}
          />
        )}
      </td>
      <td className="quiet">{example === null || example === undefined ? '–' : String(example).slice(0, 40)}</td>
    </tr>
  )
}

/** Only the heading sounds like an identifier: whoever answers for the data may say why it is none. What is said stays with the plan. */
function Harmless({
  column,
  kinds,
  treatment,
  isBusy,
  accept,
}: {
  column: string
  kinds: string
  treatment: Treatment
  isBusy: boolean
  accept?: (because: string) => void
}) {
  const { t } = useTranslation('open-data')
  const [why, setWhy] = useState('')
  if (treatment.do === 'keep' && treatment.because)
    return (
      <p className="gate-harmless">
        <Icon name="circle-check" size="1em" /> {t('gate.accepted', { because: treatment.because })}
      </p>
    )
  if (!accept) return null
  return (
    <details className="gate-harmless">
      <summary>{t('gate.harmless')}</summary>
      <label>
        {t('gate.harmlessHint', { kinds })}
        <input
          className="input"
          value={why}
          maxLength={200}
          disabled={isBusy}
          aria-label={t('gate.harmlessWhy', { column })}
          placeholder={t('gate.harmlessExample')}
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
      <button
        type="button"
        className="btn"
        data-size="small"
        disabled={isBusy || why.trim().length < 4}
        onClick={() => accept(why.trim())}
      >
        {t('gate.accept')}
      </button>
    </details>
  )
}

const ladders = ['date', 'number', 'address', 'point', 'category', 'code'] as const
const fitting: Record<string, readonly (typeof ladders)[number][]> = {
  date: ['date'],
  timestamptz: ['date'],
  int8: ['number', 'code'],
  float8: ['number'],
  text: ['category', 'address', 'point', 'code', 'date'],
  bool: ['category'],
  json: [],
}
const keyOf = (treatment: Treatment) => (treatment.do === 'generalise' ? `${treatment.kind}:${treatment.level}` : treatment.do)

function TreatmentChoice({
  label,
  type,
  treatment,
  isBusy,
  set,
}: {
  label: string
  type: string
  treatment: Treatment
  isBusy: boolean
  set: (next: Treatment) => void
}) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const choose = (key: string) => {
    const [kind = '', level] = key.split(':')
    if (level !== undefined) set({ do: 'generalise', kind: kind as (typeof ladders)[number], level: Number(level) })
    else if (key === 'drop') set({ do: 'drop', why: 'chosen' })
    else set({ do: key as 'keep' | 'redact' })
  }
  return (
    <select
      className="input"
      aria-label={t('gate.treatmentOf', { column: label })}
      value={keyOf(treatment)}
      disabled={isBusy}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="keep">{t('gate.keep')}</option>
      <option value="drop">{t('gate.drop')}</option>
      {type === 'text' && <option value="redact">{t('gate.redact')}</option>}
      {(fitting[type] ?? []).map((kind) => (
        <optgroup key={kind} label={t(`gate.ladders.${kind}`)}>
          {(rungTitles[kind] ?? []).slice(0, -1).map((rung, level) => (
            <option key={level} value={`${kind}:${level}`}>
              {text(rung)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

function TreatmentName({ treatment }: { treatment: Treatment }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  if (treatment.do === 'generalise') return <>{text(rungTitles[treatment.kind]?.[treatment.level])}</>
  return <>{t(`gate.${treatment.do}`)}</>
}
