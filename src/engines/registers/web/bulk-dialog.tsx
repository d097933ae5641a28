import { Button, Modal, Progress, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { refresh } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Row } from '../schema.ts'
import { Field } from './field.tsx'
import { columnOf, useHere } from './register.ts'

interface Refused {
  row: Row
  why: string
}

/** One column of many rows gets the same value, each under its own version; what is refused is named, the rest is done. */
export function BulkDialog({ rows, close }: { rows: readonly Row[]; close: () => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const [name, setName] = useState<string>()
  const [value, setValue] = useState<unknown>(null)
  const [done, setDone] = useState<number>()
  const [refused, setRefused] = useState<Refused[]>([])
  const column = name ? columnOf(shape, name) : undefined
  const finished = done === rows.length
  const open = shape.columns.filter(
    (one) => !one.masked && !one.computed && !shape.naturalKey.includes(one.name) && one.kind !== 'point',
  )
  const run = async () => {
    if (!column) return
    for (const [index, row] of rows.entries()) {
      setDone(index)
      await api
        .patch(`${shape.path}/${row.id}`, { version: row.version, values: { [column.name]: value } })
        .catch((error: ApiError) => setRefused((now) => [...now, { row, why: error.faults[0]?.detail || error.detail }]))
    }
    setDone(rows.length)
    await refresh(shape.path, '/api/registers')
  }
  return (
    <Modal
      open
      title={t('bulk.title', { count: rows.length })}
      onCancel={close}
      footer={
        finished ? (
          <Button type="primary" onClick={close}>
            {t('action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button type="primary" disabled={!column} loading={done !== undefined} onClick={() => void run()}>
              {t('bulk.run', { count: rows.length })}
            </Button>
          </>
        )
      }
    >
      <div className="stack bulk">
        <Select
          showSearch
          optionFilterProp="label"
          aria-label={t('bulk.column')}
          placeholder={t('bulk.column')}
          value={name ?? null}
          disabled={done !== undefined}
          options={open.map((one) => ({ value: one.name, label: text(one.title) }))}
          onChange={(next) => {
            setName(next)
            setValue(null)
          }}
        />
        {column && done === undefined && <Field key={column.name} column={column} value={value} onChange={setValue} />}
        {column && done === undefined && value === null && <p className="quiet">{t('bulk.blank')}</p>}
        {done !== undefined && <Progress percent={Math.round((done / rows.length) * 100)} />}
        {finished && <p role="status">{t('bulk.done', { count: rows.length - refused.length })}</p>}
        {refused.length > 0 && (
          <ul className="bulk-refused" role="alert">
            {refused.map(({ row, why }) => (
              <li key={row.id}>
                <strong>{row.label}</strong> {why}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  )
}
