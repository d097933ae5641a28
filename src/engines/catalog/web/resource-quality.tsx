import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { Icon } from '#kit/icon.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Quality, type Resource, Rows, type Rule } from '../schema.ts'
import { qualityTitles } from '../words.ts'
import { Corrections } from './corrections.tsx'
import { number, resourcesPath, Score, useRefusal } from './look.tsx'
import { RowsTable } from './rows-table.tsx'
import { RuleDialog } from './rule-dialog.tsx'

/** How a resource stands by each of its rules, and over time; a number of failing rows opens them. */
export function ResourceQuality({ resource }: { resource: Resource }) {
  const path = `${resourcesPath}/${resource.id}/quality`
  return (
    <Loaded query={useApi(path, Quality)}>{(quality) => <Measured resource={resource} quality={quality} path={path} />}</Loaded>
  )
}

function Measured({ resource, quality, path }: { resource: Resource; quality: Quality; path: string }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [open, setOpen] = useState<{ rule: Rule; act: Act }>()
  const [adding, setAdding] = useState(false)
  const table = resource.distributions.find(({ kind }) => kind === 'table')
  const measure = useSend(() => api.post(path), { refresh: [path, '/api/catalog/quality'] })
  const now = quality.may.keep && (
    <>
      {quality.rules.length > 0 && (
        <Button
          size="small"
          icon={<Icon name="refresh" size={16} />}
          loading={measure.isPending}
          onClick={() => measure.mutate(undefined, { onError: refused })}
        >
          {t('quality.now')}
        </Button>
      )}
      <Button size="small" type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
        {t('rule.new')}
      </Button>
    </>
  )
  const dialog = adding && table && <RuleDialog resource={resource} table={table} close={() => setAdding(false)} />
  if (quality.rules.length === 0)
    return (
      <>
        <Empty icon="gauge" title={t('quality.none')} action={now}>
          {t(quality.may.keep ? 'quality.noneHint' : 'quality.noneHintOthers')}
        </Empty>
        {dialog}
      </>
    )
  const runs = [...quality.runs].reverse()
  return (
    <>
      <div className="row-wrap quality-top">
        <Score value={quality.score} none={t('quality.notYet')} />
        {quality.at && (
          <span className="quiet">
            {t('quality.measured', { rows: number(quality.rows) })} <Time at={quality.at} />
          </span>
        )}
        <span className="grow" />
        {now}
      </div>
      <ul className="rule-list">
        {quality.rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} may={quality.may} open={(act) => setOpen({ rule, act })} />
        ))}
      </ul>
      {runs.length > 1 && (
        <Chart
          title={t('quality.trend')}
          kind="line"
          x="time"
          unit="%"
          series={[{ name: t('quality.score'), points: runs.map(({ at, score }) => [at, score]) }]}
        />
      )}
      <Corrections resource={quality.resource} />
      {open?.act === 'rows' && <FailingRows rule={open.rule} close={() => setOpen(undefined)} />}
      {open?.act === 'ask' && <AskCorrection rule={open.rule} close={() => setOpen(undefined)} />}
      {open?.act === 'end' && <EndRule rule={open.rule} path={path} close={() => setOpen(undefined)} />}
      {dialog}
    </>
  )
}

type Act = 'rows' | 'ask' | 'end'

function RuleRow({ rule, may, open }: { rule: Rule; may: Quality['may']; open: (act: Act) => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const { last } = rule
  const share = last && last.checked > 0 ? Math.max(0, 1 - last.failed / last.checked) : null
  return (
    <li>
      <span className="rule-kind quiet">{text(qualityTitles[rule.kind])}</span>
      <span className="grow">{text(rule.title)}</span>
      <span className="rule-bar" aria-hidden="true">
        <span style={{ width: `${(share ?? 0) * 100}%` }} data-bad={(share !== null && share < 0.9) || undefined} />
      </span>
      <span className="numbers rule-count">
        {last ? t('quality.of', { good: number(last.checked - last.failed), all: number(last.checked) }) : '–'}
      </span>
      <span className="rule-act">
        {last && last.failed > 0 && may.see && rule.kind !== 'timeliness' && (
          <Button size="small" type="link" onClick={() => open('rows')}>
            {t('quality.failing', { count: last.failed })}
          </Button>
        )}
        {last && last.failed > 0 && !may.see && (
          <Button size="small" type="link" onClick={() => open('ask')}>
            {t('quality.ask')}
          </Button>
        )}
        {may.keep && rule.source === 'declared' && (
          <Button
            size="small"
            type="text"
            aria-label={`${t('rule.end')}：${text(rule.title)}`}
            title={t('rule.end')}
            icon={<Icon name="trash" size={16} />}
            onClick={() => open('end')}
          />
        )}
      </span>
    </li>
  )
}

function FailingRows({ rule, close }: { rule: Rule; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const rows = useApi(`/api/catalog/rules/${rule.id}/failures`, Rows)
  return (
    <Modal open width="min(64rem, 96vw)" title={text(rule.title)} onCancel={close} footer={null} destroyOnHidden>
      <Loaded query={rows}>{(found) => <RowsTable rows={found} label={t('quality.rows')} />}</Loaded>
    </Modal>
  )
}

function EndRule({ rule, path, close }: { rule: Rule; path: string; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const refused = useRefusal()
  const send = useSend(() => api.delete(`/api/catalog/rules/${rule.id}`), { refresh: [path], then: close })
  return (
    <Modal
      open
      title={t('rule.end')}
      onCancel={close}
      okText={t('rule.end')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(undefined, { onError: refused })}
    >
      <p>{text(rule.title)}</p>
      <p className="quiet">{t('rule.endHint')}</p>
    </Modal>
  )
}

function AskCorrection({ rule, close }: { rule: Rule; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const refused = useRefusal()
  const [note, setNote] = useState('')
  const send = useSend((body: { note: string }) => api.post(`/api/catalog/rules/${rule.id}/corrections`, body), {
    refresh: ['/api/catalog/corrections'],
    then: close,
  })
  return (
    <Modal
      open
      title={t('quality.ask')}
      onCancel={close}
      okText={t('send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      okButtonProps={{ disabled: note.trim().length < 2 }}
      onOk={() => send.mutate({ note }, { onError: refused })}
    >
      <p>{text(rule.title)}</p>
      <label htmlFor="correction-note">{t('quality.askWhat')}</label>
      <Input.TextArea
        id="correction-note"
        rows={3}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        autoFocus
      />
    </Modal>
  )
}
