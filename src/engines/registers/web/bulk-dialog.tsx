import { Button, Input, Modal, Progress, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { BulkReport, type Count, type Row } from '../schema.ts'
import { paramsAsQuery } from './address.ts'
import { Field } from './field.tsx'
import { columnOf, useHere } from './register.ts'

const MOST = 10_000
const MOST_NAMED = 20
const Stale = z.object({ stale: BulkReport.shape.stale })

type Scope = 'chosen' | 'fitting'
interface Props {
  rows: readonly Row[]
  /** The list's own parameters, and how many rows fit them. */
  params: [string, string][]
  count: Count | undefined
  close: () => void
}

/** One column of many rows gets the same value, in one step that can be taken back. */
export function BulkDialog({ rows, params, count, close }: Props) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [scope, setScope] = useState<Scope>('chosen')
  const [name, setName] = useState<string>()
  const [value, setValue] = useState<unknown>(null)
  const [why, setWhy] = useState('')
  const column = name ? columnOf(shape, name) : undefined
  const many = scope === 'chosen' ? rows.length : (count?.rows ?? 0)
  const send = useSend<boolean, BulkReport>(
    (skipStale) => {
      const which =
        scope === 'chosen'
          ? { rows: rows.map(({ id, version }) => ({ id, version })) }
          : { query: paramsAsQuery(params), count: many }
      const change = { ...which, values: { [name as string]: value }, skipStale, ...(why.trim() && { why: why.trim() }) }
      return api.post(`${shape.path}/bulk`, change, BulkReport)
    },
    { refresh: [shape.path, '/api/registers'] },
  )
  const stale = send.error?.code === 'bulk_stale' ? Stale.safeParse(send.error.current).data?.stale : undefined
  const waiting = send.isPending || send.data !== undefined
  return (
    <Modal
      open
      title={t('bulk.title')}
      onCancel={close}
      footer={
        send.data ? (
          <Button type="primary" onClick={close}>
            {t('action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button type="primary" disabled={!column || many === 0} loading={send.isPending} onClick={() => send.mutate(false)}>
              {t('bulk.run', { count: many })}
            </Button>
          </>
        )
      }
    >
      <div className="stack bulk">
        {!waiting && <ScopeChoice rows={rows} count={count} scope={scope} set={setScope} />}
        {!waiting && <ColumnAndValue name={name} value={value} setName={setName} setValue={setValue} />}
        {!waiting && (
          <Input
            aria-label={t('bulk.why')}
            placeholder={t('bulk.why')}
            value={why}
            maxLength={500}
            onChange={(event) => setWhy(event.target.value)}
          />
        )}
        {send.isPending && (
          <div role="status">
            <p>{t('bulk.running', { count: many })}</p>
            <Progress percent={100} status="active" showInfo={false} aria-label={t('bulk.running', { count: many })} />
          </div>
        )}
        {send.error && !stale && (
          <p className="field-error" role="alert">
            {send.error.faults[0]?.detail || send.error.detail}
          </p>
        )}
        {stale && (
          <div role="alert" className="stack">
            <p>{t('bulk.stale', { count: stale.length })}</p>
            <Named items={stale} />
            <Button onClick={() => send.mutate(true)}>{t('bulk.skip')}</Button>
          </div>
        )}
        {send.data && <Report report={send.data} />}
      </div>
    </Modal>
  )
}

function ScopeChoice({ rows, count, scope, set }: Pick<Props, 'rows' | 'count'> & { scope: Scope; set: (scope: Scope) => void }) {
  const { t } = useTranslation('registers')
  if (!count || count.rows <= rows.length) return <p>{t('bulk.chosen', { count: rows.length })}</p>
  const tooMany = !count.exact || count.rows > MOST
  return (
    <div className="stack">
      <Radio.Group
        aria-label={t('bulk.scope')}
        value={scope}
        onChange={(event) => set(event.target.value as Scope)}
        options={[
          { value: 'chosen', label: t('bulk.chosen', { count: rows.length }) },
          { value: 'fitting', label: t('bulk.fitting', { count: count.rows }), disabled: tooMany },
        ]}
      />
      {tooMany && <p className="quiet">{t('bulk.most', { count: MOST })}</p>}
    </div>
  )
}

interface ValueProps {
  name: string | undefined
  value: unknown
  setName: (name: string) => void
  setValue: (value: unknown) => void
}

function ColumnAndValue({ name, value, setName, setValue }: ValueProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const column = name ? columnOf(shape, name) : undefined
  const open = shape.columns.filter(
    (one) => !one.masked && !one.computed && !shape.naturalKey.includes(one.name) && one.kind !== 'point',
  )
  return (
    <>
      <Select
        showSearch
        optionFilterProp="label"
        aria-label={t('bulk.column')}
        placeholder={t('bulk.column')}
        value={name ?? null}
        options={open.map((one) => ({ value: one.name, label: text(one.title) }))}
        onChange={(next) => {
          if (next) setName(next)
          setValue(null)
        }}
      />
      {column && <Field key={column.name} column={column} value={value} onChange={setValue} />}
      {column && !column.required && value === null && <p className="quiet">{t('bulk.blank')}</p>}
    </>
  )
}

function Report({ report }: { report: BulkReport }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const text = useText()
  const undo = useSend<undefined, BulkReport>(() => api.post(`${shape.path}/bulk/undo`, { bulk: report.bulk }, BulkReport), {
    refresh: [shape.path, '/api/registers'],
  })
  return (
    <div className="stack">
      <p role="status">
        {[
          undo.data ? t('bulk.undone', { count: undo.data.changed }) : t('bulk.done', { count: report.changed }),
          !undo.data && report.same > 0 && t('bulk.same', { count: report.same }),
          report.stale.length > 0 && t('bulk.staleKept', { count: report.stale.length }),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {report.refused.length > 0 && (
        <>
          <p>{t('bulk.refused', { count: report.refused.length })}</p>
          <Named items={report.refused.map(({ id, label, faults }) => ({ id, label, why: text(faults[0]?.text) }))} />
        </>
      )}
      {report.changed > 0 && !undo.data && (
        <Button loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
          {t('bulk.undo')}
        </Button>
      )}
      {undo.error && (
        <p className="field-error" role="alert">
          {undo.error.detail}
        </p>
      )}
    </div>
  )
}

function Named({ items }: { items: readonly { id: string; label: string; why?: string }[] }) {
  const { t } = useTranslation('registers')
  return (
    <ul className="bulk-refused">
      {items.slice(0, MOST_NAMED).map(({ id, label, why }) => (
        <li key={id}>
          <strong>{label}</strong> {why}
        </li>
      ))}
      {items.length > MOST_NAMED && <li className="quiet">{t('bulk.more', { count: items.length - MOST_NAMED })}</li>}
    </ul>
  )
}
