import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Input, Modal } from 'antd'
import { api } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Link, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, usePages, useSend } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Tone } from '#kit/tokens.ts'
import { type Exchange, ExchangeDetail, type ExchangeRun, Exchanges } from '../schema.ts'
import { faultTitles } from '../words.ts'
import { exchangesPath, number, useRefusal } from './look.tsx'
import './catalog.css'

const tones: Record<Exchange['state'], Tone> = { active: 'done', paused: 'neutral', quarantined: 'alarm' }
function StateTag({ state }: { state: Exchange['state'] }) {
  const { t } = useTranslation('catalog')
  return (
    <StatusTag tone={tones[state]} {...(state === 'paused' && { icon: 'pause' as const })} solid={state === 'quarantined'}>
      {t(`exchange.state.${state}`)}
    </StatusTag>
  )
}

/** Standing exchanges with partners; the quarantined stand first. */
export function ExchangesPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const { id } = usePathParams()
  const columns = useMemo<Column<Exchange>[]>(
    () => [
      {
        id: 'title',
        title: { zh: '交换', en: 'Exchange' },
        width: 'minmax(10rem, 1.5fr)',
        card: 'title',
        cell: (row) => row.title,
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '7.5rem',
        card: 'status',
        cell: (row) => <StateTag state={row.state} />,
      },
      {
        id: 'direction',
        title: { zh: '方向', en: 'Way' },
        width: '5rem',
        card: 'meta',
        cell: (row) => t(`exchange.${row.direction}`),
      },
      { id: 'host', title: { zh: '对方', en: 'Partner' }, width: 'minmax(8rem, 1fr)', card: 'meta', cell: (row) => row.host },
      {
        id: 'last',
        title: { zh: '最近一次', en: 'Last run' },
        width: 'minmax(9rem, 1fr)',
        card: 'meta',
        cell: (row) => (row.last ? <LastRun run={row.last} /> : '–'),
      },
    ],
    [t],
  )
  const list = (
    <DataList
      id="data-exchanges"
      title={{ zh: '数据交换', en: 'Exchanges' }}
      columns={columns}
      query={usePages<Exchange>(exchangesPath, Exchanges, { everySeconds: 30 })}
      keyOf={(row) => row.id}
      openKey={id}
      onOpen={(row) => go(`/work/data-exchanges/${row.id}`)}
      toneOf={(row) => (row.state === 'quarantined' ? 'alarm' : row.attempts > 0 ? 'warning' : undefined)}
      empty={
        <Empty icon="refresh" title={t('exchange.none')}>
          {t('exchange.noneHint')}
        </Empty>
      }
    />
  )
  const detail = id && <Pane key={id} id={id} close={() => go('/work/data-exchanges')} say={text} />
  return <SplitView list={list} detail={detail} />
}

function LastRun({ run }: { run: Pick<ExchangeRun, 'startedAt' | 'rows'> }) {
  const { t } = useTranslation('catalog')
  return (
    <span>
      <Time at={run.startedAt} /> · {t('exchange.rows', { count: run.rows })}
    </span>
  )
}

function Pane({ id, close, say }: { id: string; close: () => void; say: ReturnType<typeof useText> }) {
  const query = useApi(`${exchangesPath}/${id}`, ExchangeDetail, { everySeconds: 5 })
  return <Loaded query={query}>{(exchange) => <Whole exchange={exchange} close={close} say={say} />}</Loaded>
}

function Whole({ exchange, close, say }: { exchange: ExchangeDetail; close: () => void; say: ReturnType<typeof useText> }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [act, setAct] = useState<'resume' | 'pause'>()
  const run = useSend(() => api.post(`${exchangesPath}/${exchange.id}/run`), { refresh: [exchangesPath] })
  const actions: PaneAction[] = exchange.may.run
    ? [
        ...(exchange.state === 'active'
          ? [
              {
                key: 'run',
                title: exchange.isRunning ? t('exchange.running') : t('exchange.run'),
                primary: true,
                icon: 'play' as const,
                run: () => run.mutateAsync(undefined).catch(refused),
              },
              { key: 'pause', title: t('exchange.pause'), icon: 'pause' as const, run: () => setAct('pause') },
            ]
          : [{ key: 'resume', title: t('exchange.resume'), primary: true, icon: 'play' as const, run: () => setAct('resume') }]),
      ]
    : []
  return (
    <DetailPane title={exchange.title} status={<StateTag state={exchange.state} />} actions={actions} onClose={close}>
      {exchange.reason && (
        <p className="catalog-basis" role="note">
          <strong>{say(faultTitles[exchange.reason])}</strong> {exchange.detail}
          <br />
          {exchange.state === 'quarantined' ? t('exchange.quarantinedHint') : t('exchange.againAt', { count: exchange.attempts })}
          {exchange.state === 'active' && <Time at={exchange.nextAt} style="short" />}
        </p>
      )}
      <Facts
        items={[
          [t('exchange.way'), t(`exchange.${exchange.direction}`)],
          [t('exchange.url'), <code key="url">{exchange.url}</code>],
          [
            t('fact.resource'),
            <Link key="r" to={`/work/catalog/${exchange.resource.id}`}>
              {say(exchange.resource.name)}
            </Link>,
          ],
          [t('exchange.owner'), say(exchange.ownerName)],
          [t('exchange.every'), number(exchange.everyMinutes)],
          [t('exchange.next'), exchange.state === 'active' && <Time key="next" at={exchange.nextAt} style="short" />],
          [t('exchange.keys'), exchange.keyColumns.join('、')],
        ]}
      />
      <Section title={t('exchange.runs')}>
        {exchange.runs.length === 0 ? (
          <p className="quiet">{t('exchange.noRuns')}</p>
        ) : (
          exchange.runs.map((entry) => <RunLog key={entry.id} run={entry} say={say} />)
        )}
      </Section>
      {act && <WhyDialog id={exchange.id} act={act} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}

const runTones: Record<ExchangeRun['state'], Tone> = { running: 'active', done: 'done', failed: 'warning', quarantined: 'alarm' }

/** One run: what went over, and batch by batch whether both sides reckoned the same. */
function RunLog({ run, say }: { run: ExchangeRun; say: ReturnType<typeof useText> }) {
  const { t } = useTranslation('catalog')
  return (
    <details className="run-log">
      <summary className="row-wrap">
        <StatusTag tone={runTones[run.state]}>{t(`exchange.runState.${run.state}`)}</StatusTag>
        <Time at={run.startedAt} style="short" />
        <span className="quiet">{t('exchange.summary', { rows: number(run.rows), batches: run.batches })}</span>
        {run.reason && <span>{say(faultTitles[run.reason]) || run.reason}</span>}
      </summary>
      {run.detail && <p>{run.detail}</p>}
      <ol>
        {run.log.map((batch) => (
          <li key={batch.number}>
            {t('exchange.batch', { number: batch.number, rows: batch.rows })} <code>SM3 {batch.digest.slice(0, 12)}…</code>{' '}
            {batch.theirs === batch.digest ? t('exchange.agrees') : t('exchange.differs')}
          </li>
        ))}
      </ol>
    </details>
  )
}

function WhyDialog({ id, act, close }: { id: string; act: 'resume' | 'pause'; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [why, setWhy] = useState('')
  const send = useSend((body: { why: string }) => api.post(`${exchangesPath}/${id}/${act}`, body), {
    refresh: [exchangesPath],
    then: close,
  })
  return (
    <Modal open title={t(`exchange.${act}`)} onCancel={close} footer={null} destroyOnHidden>
      <label htmlFor="exchange-why">{act === 'resume' ? t('exchange.resumeWhy') : t('exchange.pauseWhy')}</label>
      <Input.TextArea
        id="exchange-why"
        rows={3}
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        autoFocus
      />
      <div className="row dialog-buttons">
        <span className="grow" />
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          disabled={why.trim().length < 2}
          loading={send.isPending}
          onClick={() => send.mutate({ why }, { onError: refused })}
        >
          {t(`exchange.${act}`)}
        </Button>
      </div>
    </Modal>
  )
}
