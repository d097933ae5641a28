import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Facts } from '#kit/detail-pane.tsx'
import { Link, useAddress, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import type { PublicSubject, SubjectPage } from '../schema.ts'
import { RecordCard } from './record-card.tsx'
import { Registered } from './registered.tsx'
import { ScoreTable } from './score-table.tsx'
import './credit.css'

/** Find a subject, and everything that is known of it on one page. */
export function SubjectsPage() {
  const { id } = usePathParams()
  const { t } = useTranslation('credit')
  const [{ q = '' }, change] = useAddress()
  return (
    <div className="credit-work">
      <header className="row credit-head">
        <h1 className="grow">{t('work.subjects')}</h1>
        <Input.Search
          style={{ maxWidth: '26rem' }}
          aria-label={t('work.search')}
          placeholder={t('work.search')}
          defaultValue={q}
          enterButton={t('work.find')}
          onSearch={(value) => change({ q: value.trim() || null })}
        />
      </header>
      {q && <Found q={q} />}
      {id ? <One id={id} /> : !q && <Empty icon="search" title={t('work.searchHint')} />}
    </div>
  )
}

function Found({ q }: { q: string }) {
  const { t } = useTranslation('credit')
  const query = useApi<{ items: PublicSubject[] }>(withQuery('/api/credit/public', { q }))
  return (
    <Loaded query={query}>
      {({ items }) => (
        <ul className="credit-list">
          {items.length === 0 && <li className="quiet">{t('query.none')}</li>}
          {items.map((subject) => (
            <li key={subject.id}>
              <Link to={`/work/credit/subjects/${subject.id}`}>{subject.name}</Link>{' '}
              <span className="quiet numbers">{subject.code}</span>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}

function One({ id }: { id: string }) {
  const query = useApi<SubjectPage>(`/api/credit/subjects/${id}`)
  return <Loaded query={query}>{(page) => <Body page={page} />}</Loaded>
}

function Body({ page }: { page: SubjectPage }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { subject } = page
  const total = page.counts.reduce((sum, { n }) => sum + n, 0)
  return (
    <>
      <h2>
        {subject.name} <StatusTag tone="neutral">{`${t('work.score')} ${page.score.value}`}</StatusTag>
      </h2>
      <Facts
        items={[
          [t('work.code'), subject.code],
          [t('work.number'), subject.number],
          [t('work.industry'), subject.industry],
          [t('work.occupation'), subject.occupation],
          [t('work.since'), subject.registeredOn],
          [t('work.address'), subject.address],
          [t('work.source'), text(page.source)],
        ]}
      />
      {subject.code && <Registered subject={subject.id} />}
      {page.lists.length > 0 && <Lists page={page} />}
      <div className="credit-charts">
        <section className="stack">
          <h2>
            {t('work.records', { count: total })}{' '}
            {subject.code && (
              <Link to={withQuery('/work/credit/records', { 'filter.subject_code': subject.code })}>{t('work.allRecords')}</Link>
            )}
          </h2>
          <ul className="credit-list">
            {page.records.slice(0, 50).map((record) => (
              <RecordCard key={record.id} record={record}>
                <Link to={`/work/credit/records/${record.id}`}>{t('work.allRecords')}</Link>
              </RecordCard>
            ))}
          </ul>
        </section>
        <Beside page={page} />
      </div>
    </>
  )
}

function Lists({ page }: { page: SubjectPage }) {
  const { t } = useTranslation('credit')
  const text = useText()
  return (
    <section className="stack">
      <h2>{t('work.lists')}</h2>
      <ul className="credit-list">
        {page.lists.map((entry) => (
          <li key={entry.id} className="credit-card" data-tone={entry.state === 'entered' ? 'alarm' : undefined}>
            <span className="credit-top">
              <strong className="grow">{text(entry.title)}</strong>
              <StatusTag tone={entry.state === 'entered' ? 'alarm' : 'neutral'}>{t(`lists.state.${entry.state}`)}</StatusTag>
            </span>
            <small className="quiet">{entry.basis}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Beside({ page }: { page: SubjectPage }) {
  const { t } = useTranslation('credit')
  const text = useText()
  return (
    <div className="stack">
      <ScoreTable score={page.score} records={page.records} at="/work/credit/records" />
      {page.executions.length > 0 && (
        <section className="stack">
          <h2>{t('work.executions')}</h2>
          <ul className="credit-list">
            {page.executions.map((execution) => (
              <li key={execution.id}>
                {text(execution.measure.title)} · {t(`measures.state.${execution.state}`)}{' '}
                <small className="quiet">{execution.measure.basis}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {page.practitioners.length > 0 && (
        <section className="stack">
          <h2>{t('work.people')}</h2>
          <ul className="credit-list">
            {page.practitioners.map((person) => (
              <li key={person.id}>
                <Link to={`/work/credit/subjects/${person.id}`}>{person.name}</Link>{' '}
                <small className="quiet">{person.occupation}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="stack">
        <h2>{t('work.timeline')}</h2>
        <Timeline
          label={t('work.timeline')}
          entries={page.timeline
            .slice(0, 30)
            .map(({ id, on, title, what, tone }) => ({ id, title: text(title), who: on, body: what, tone }))}
        />
      </section>
    </div>
  )
}
