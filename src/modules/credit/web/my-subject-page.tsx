import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { wallDay } from '#kit/district-time.ts'
import { Link, useAddress, usePathParams } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import type { IssuedReport, ListView, RecordView, SubjectPage } from '../schema.ts'
import { Folded } from './folded.tsx'
import { MyConsents } from './my-consents.tsx'
import { MyMatters, MyQueries } from './my-log.tsx'
import { RecordCard } from './record-card.tsx'
import { Registered } from './registered.tsx'
import { ScoreTable } from './score-table.tsx'
import './credit.css'

const parts = ['records', 'matters', 'consents', 'queries'] as const

/** 我的信用: everything about one subject I act for, and what I can do about it. */
export function MySubjectPage() {
  const { subject = '' } = usePathParams()
  const { t } = useTranslation('credit')
  const [{ part = 'records' }, change] = useAddress()
  const query = useApi<SubjectPage>(`/api/credit/subjects/${subject}`)
  return (
    <div className="portal-width portal-page credit-page">
      <Link className="btn" data-kind="plain" data-size="small" to="/my/credit">
        {t('own.all')}
      </Link>
      <Loaded query={query}>
        {(page) => (
          <>
            <h1>{page.subject.name}</h1>
            <p className="quiet numbers">{page.subject.code ?? page.subject.number}</p>
            <Report subject={page.subject.id} />
            {page.lists.map((entry) => (
              <ListNotice key={entry.id} entry={entry} />
            ))}
            <div className="credit-tabs">
              {parts.map((name) => (
                <button
                  key={name}
                  type="button"
                  className="btn"
                  data-size="small"
                  aria-pressed={part === name}
                  onClick={() => change({ part: name })}
                >
                  {t(`own.parts.${name}`)}
                </button>
              ))}
            </div>
            {part === 'records' && <Records page={page} />}
            {part === 'matters' && <MyMatters subject={page.subject.id} />}
            {part === 'consents' && <MyConsents subject={page.subject.id} />}
            {part === 'queries' && <MyQueries subject={page.subject.id} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Report({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const make = useSend(() => api.post<IssuedReport>(`/api/credit/subjects/${subject}/reports`, {}), {
    refresh: ['/api/credit/subjects'],
  })
  const verifyPath = make.data && `/verify/${make.data.code}`
  return (
    <div className="stack">
      <button type="button" className="btn" data-kind="primary" disabled={make.isPending} onClick={() => make.mutate(undefined)}>
        {t('own.report')}
      </button>
      {make.error && <p role="alert">{make.error.detail}</p>}
      {make.data && verifyPath && (
        <p className="credit-promise" role="status">
          {t('own.reportReady')}{' '}
          <a href={make.data.file} target="_blank" rel="noreferrer">
            {t('own.open')}
          </a>{' '}
          · <Link to={verifyPath}>{t('own.verify')}</Link> <span className="numbers">{make.data.code}</span>
        </p>
      )}
    </div>
  )
}

function ListNotice({ entry }: { entry: ListView }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const [words, setWords] = useState('')
  const send = useSend(
    (value: string) => api.post(`/api/credit/list-entries/${entry.id}/statement`, { version: entry.version, text: value }),
    {
      refresh: ['/api/credit/subjects'],
    },
  )
  if (entry.state === 'entered')
    return (
      <div className="credit-card" data-tone="alarm">
        <strong>{t('own.listed', { list: text(entry.title), day: entry.until ?? '' })}</strong>
        <small className="quiet">{entry.basis}</small>
        <span>{text(entry.consequence)}</span>
      </div>
    )
  if (entry.state !== 'noticed') return null
  return (
    <div className="credit-card" data-tone="warning">
      <strong>{t('own.listNotice', { list: text(entry.title), day: wallDay(entry.heardUntil) })}</strong>
      <span>{entry.facts}</span>
      {entry.statement ? (
        <span>
          {t('own.stated')}
          {entry.statement}
        </span>
      ) : (
        <>
          <textarea
            className="input"
            rows={3}
            maxLength={1000}
            aria-label={t('own.state')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <button
            type="button"
            className="btn"
            disabled={words.trim().length < 2 || send.isPending}
            onClick={() => send.mutate(words.trim())}
          >
            {t('own.state')}
          </button>
          {send.error && <p role="alert">{(send.error as ApiError).detail}</p>}
        </>
      )}
    </div>
  )
}

const inForce = ({ degree, state }: RecordView) => degree !== null && (state === 'published' || state === 'unpublished')

function Records({ page }: { page: SubjectPage }) {
  const { t } = useTranslation('credit')
  const adverse = page.records.filter(inForce)
  const over = page.records.filter((record) => record.degree !== null && !inForce(record))
  const other = page.records.filter(({ degree }) => degree === null)
  return (
    <>
      <h2>{t('record.adverse')}</h2>
      {adverse.length === 0 && <Empty icon="circle-check" title={t('record.clean')} />}
      <OwnList records={adverse} subject={page.subject.id} />
      <h2>{t('record.other')}</h2>
      <OwnList records={other} subject={page.subject.id} folded />
      {over.length > 0 && <h2>{t('record.ended')}</h2>}
      <OwnList records={over} subject={page.subject.id} folded />
      {page.more && <p className="quiet">{t('record.more')}</p>}
      <ScoreTable score={page.score} records={page.records} />
      {page.subject.code && <Registered subject={page.subject.id} />}
    </>
  )
}

interface OwnListProps {
  records: readonly RecordView[]
  subject: string
  folded?: boolean
}

function OwnList({ records, subject, folded = false }: OwnListProps) {
  const card = (record: RecordView) => (
    <RecordCard key={record.id} record={record}>
      <Acts record={record} subject={subject} />
    </RecordCard>
  )
  return folded ? <Folded items={records}>{card}</Folded> : <ul className="credit-list">{records.map(card)}</ul>
}

function Acts({ record, subject }: { record: RecordView; subject: string }) {
  const { t } = useTranslation('credit')
  if (record.open) return <StatusTag tone="active">{t('own.inMatter', { number: record.open.number })}</StatusTag>
  const waits = inForce(record) && !record.mayRepair && record.repairFrom
  return (
    <span className="credit-top">
      {record.mayRepair && (
        <Link className="btn" data-kind="primary" data-size="small" to={`/my/credit/${subject}/repair/${record.id}`}>
          {t('own.repair')}
        </Link>
      )}
      {waits && (
        <Link className="quiet" to={`/my/credit/${subject}/repair/${record.id}`}>
          {t('own.repairFrom', { day: record.repairFrom as string })}
        </Link>
      )}
      {record.mayObject && (
        <Link className="btn" data-size="small" to={`/my/credit/${subject}/objection/${record.id}`}>
          {t('own.object')}
        </Link>
      )}
    </span>
  )
}
