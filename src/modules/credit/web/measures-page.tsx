import { App, Button, Form, Input, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { Link, useAddress } from '#kit/navigate.tsx'
import { refresh, useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty, Failed, Loaded, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { ExecutionView, ListInfo, MeasureView } from '../schema.ts'
import './credit.css'

/** 联合奖惩: measures with the norm each rests on, and what departments report back. */
export function MeasuresPage() {
  const { t } = useTranslation('credit')
  const mayMake = useMay('credit.measure')
  const [{ view = 'executions' }, change] = useAddress()
  const [making, setMaking] = useState(false)
  return (
    <div className="credit-work">
      <header className="row-wrap">
        <h1 className="grow">{t('measures.title')}</h1>
        <Segmented
          value={view}
          onChange={(value) => change({ view: value })}
          options={[
            { value: 'executions', label: t('measures.executions') },
            { value: 'catalogue', label: t('measures.catalogue') },
          ]}
        />
        {mayMake && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('measures.make')}
          </Button>
        )}
      </header>
      {view === 'catalogue' ? <Catalogue /> : <Executions />}
      {making && <NewMeasure close={() => setMaking(false)} />}
    </div>
  )
}

function Catalogue() {
  const { t } = useTranslation('credit')
  const text = useText()
  const query = useApi<{ items: MeasureView[] }>('/api/credit/measures')
  return (
    <Loaded query={query}>
      {({ items }) => (
        <ul className="credit-list">
          {items.map((measure) => (
            <li key={measure.id} className="credit-card">
              <span className="credit-top">
                <strong className="grow">{text(measure.title)}</strong>
                <StatusTag tone={measure.kind === 'penalty' ? 'warning' : 'done'}>{t(`measures.kind.${measure.kind}`)}</StatusTag>
              </span>
              <span>
                {t('measures.basis')}：{measure.basis}
              </span>
              <small className="quiet">
                {t('measures.appliesTo')}：{text(measure.appliesTo.title)} · {t('measures.department')}：
                {text(measure.department)} · {t('measures.from')} {measure.from}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}

const tones = { due: 'warning', executed: 'done', 'not-executed': 'alarm', lifted: 'neutral' } as const

const DAY = 86_400_000
const daysSince = (at: string) => Math.floor((Date.now() - new Date(at).getTime()) / DAY)

function Executions() {
  const { t } = useTranslation('credit')
  const [{ state }, change] = useAddress()
  const [telling, setTelling] = useState<ExecutionView | null>(null)
  const query = usePages<ExecutionView>(withQuery('/api/credit/executions', { state }))
  return (
    <>
      <Segmented
        style={{ justifySelf: 'start' }}
        value={state ?? 'all'}
        onChange={(value) => change({ state: value === 'all' ? null : value })}
        options={[
          { value: 'all', label: t('measures.any') },
          ...(['due', 'executed', 'not-executed', 'lifted'] as const).map((value) => ({
            value,
            label: t(`measures.state.${value}`),
          })),
        ]}
      />
      {query.isPending && <Loading />}
      {query.error && <Failed error={query.error} again={query.again} />}
      {!query.isPending && !query.error && query.rows.length === 0 && <Empty icon="circle-check" title={t('measures.none')} />}
      <ul className="credit-list">
        {query.rows.map((row) => (
          <Execution key={row.id} row={row} tell={setTelling} />
        ))}
      </ul>
      {query.hasMore && (
        <Button style={{ justifySelf: 'start' }} loading={query.isFetching} onClick={query.more}>
          {t('measures.more')}
        </Button>
      )}
      {telling && <FeedbackDialog row={telling} close={() => setTelling(null)} />}
    </>
  )
}

function Execution({ row, tell }: { row: ExecutionView; tell: (row: ExecutionView) => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const mayTell = useMay('credit.execute')
  return (
    <li className="credit-card">
      <span className="credit-top">
        <Link className="grow" to={`/work/credit/subjects/${row.subject.id}`}>
          {row.subject.name}
        </Link>
        <StatusTag tone={row.measure.kind === 'penalty' ? 'neutral' : 'done'}>{t(`measures.kind.${row.measure.kind}`)}</StatusTag>
        <StatusTag tone={tones[row.state]}>
          {t(`measures.state.${row.state}`)}
          {row.state === 'due' && ` · ${t('measures.waits', { days: daysSince(row.dueSince) })}`}
        </StatusTag>
        {mayTell && row.state !== 'lifted' && <Button onClick={() => tell(row)}>{t('measures.feedback')}</Button>}
      </span>
      <span>
        {text(row.measure.title)} <small className="quiet">{row.measure.basis}</small>
      </span>
      <small className="quiet">
        {text(row.department)} · {t('measures.since')} <Time at={row.dueSince} style="short" />
      </small>
      {row.feedback && (
        <span>
          {t('measures.text')}：{row.feedback}
        </span>
      )}
      {row.liftedWhy && (
        <span>
          {t('measures.state.lifted')}：{row.liftedWhy}
        </span>
      )}
    </li>
  )
}

function FeedbackDialog({ row, close }: { row: ExecutionView; close: () => void }) {
  const { t } = useTranslation('credit')
  const { message } = App.useApp()
  const [done, setDone] = useState(true)
  const [words, setWords] = useState('')
  const send = async () => {
    try {
      await api.post(`/api/credit/executions/${row.id}/feedback`, { version: row.version, done, text: words.trim() })
      await refresh('/api/credit/executions')
      close()
    } catch (error) {
      void message.error((error as ApiError).detail)
    }
  }
  return (
    <Modal
      open
      title={t('measures.feedback')}
      cancelText={t('work.cancel')}
      okText={t('own.save')}
      onCancel={close}
      onOk={() => void send()}
    >
      <div className="stack">
        <Segmented
          value={done ? 'yes' : 'no'}
          onChange={(value) => setDone(value === 'yes')}
          options={[
            { value: 'yes', label: t('measures.executed') },
            { value: 'no', label: t('measures.notExecuted') },
          ]}
        />
        <Input.TextArea
          rows={3}
          aria-label={t('measures.text')}
          placeholder={t('measures.text')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </Modal>
  )
}

interface MeasureAnswers {
  code: string
  kind: 'incentive' | 'penalty'
  zh: string
  en: string
  basis?: string
  appliesTo: string
  department: string
  from: string
}

function NewMeasure({ close }: { close: () => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const lists = useApi<{ items: ListInfo[] }>('/api/credit/lists')
  const [form] = Form.useForm<MeasureAnswers>()
  const finish = async ({ zh, en, ...rest }: MeasureAnswers) => {
    try {
      await api.post('/api/credit/measures', { ...rest, title: { zh, en } })
      await refresh('/api/credit/measures')
      close()
    } catch (error) {
      const refused = error as ApiError
      form.setFields([{ name: refused.code === 'basis_missing' ? 'basis' : 'code', errors: [refused.detail] }])
    }
  }
  const needed = [{ required: true, message: t('mine.missing') }]
  const targets = [
    ...(lists.data?.items ?? []).map(({ code, title }) => ({ value: code, label: text(title) })),
    { value: 'honour', label: text({ zh: '诚实守信荣誉', en: 'Honours' }) },
  ]
  const units = [
    ...new Map((lists.data?.items ?? []).flatMap(({ departments }) => departments).map((unit) => [unit.path, unit])).values(),
  ]
  return (
    <Modal
      open
      title={t('measures.make')}
      okText={t('measures.make')}
      cancelText={t('work.cancel')}
      onOk={form.submit}
      onCancel={close}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'penalty' }}
        onFinish={(values) => void finish(values)}
      >
        <Form.Item name="kind" label={t('measures.kindTitle')}>
          <Select options={(['penalty', 'incentive'] as const).map((value) => ({ value, label: t(`measures.kind.${value}`) }))} />
        </Form.Item>
        {(['code', 'zh', 'en'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`measures.${name}`)} rules={needed}>
            <Input maxLength={80} />
          </Form.Item>
        ))}
        <Form.Item name="basis" label={t('measures.basis')} extra={t('measures.basisHint')}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="appliesTo" label={t('measures.appliesTo')} rules={needed}>
          <Select options={targets} />
        </Form.Item>
        <Form.Item name="department" label={t('measures.department')} rules={needed}>
          <Select options={units.map(({ path, name }) => ({ value: path, label: text(name) }))} />
        </Form.Item>
        <Form.Item name="from" label={t('measures.from')} rules={needed}>
          <Input placeholder="2026-12-01" maxLength={10} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
