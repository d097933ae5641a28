import { App, Checkbox, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { refusal } from '#kit/api.ts'
import { useText } from '#kit/text.ts'
import type { Count } from '../schema.ts'
import { asPath } from './address.ts'
import { pointColumn } from './map-view.tsx'
import { useHere } from './register.ts'

interface ExportProps {
  params: [string, string][]
  count: Count | undefined
  /** The columns that the list shows now. */
  shown: readonly string[]
  close: () => void
}

type Format = 'xlsx' | 'csv' | 'geojson'

/** The rows that the list holds now, as a file: which form, which columns, masked or, for a stated purpose, in clear. */
export function ExportDialog({ params, count, shown, close }: ExportProps) {
  const { t } = useTranslation('registers')
  const { message } = App.useApp()
  const { shape } = useHere()
  const [format, setFormat] = useState<Format>('xlsx')
  const [columns, setColumns] = useState<string[]>(shape.columns.map(({ name }) => name))
  const [clear, setClear] = useState(false)
  const [purpose, setPurpose] = useState('')
  const [busy, setBusy] = useState(false)
  const masked = shape.columns.some((column) => column.masked && columns.includes(column.name))
  const inClear = clear && masked && shape.may.unmask
  const path = asPath(`${shape.path}/export`, [
    ...params,
    ['format', format],
    ['columns', columns.join(',')],
    ...(inClear
      ? ([
          ['unmask', 'true'],
          ['purpose', purpose.trim()],
        ] as const)
      : []),
  ])
  const run = () => {
    setBusy(true)
    return download(path)
      .then(close)
      .catch((error: Error) => void message.error(error.message))
      .finally(() => setBusy(false))
  }
  return (
    <Modal
      open
      title={t('export.title')}
      okText={t('export.run')}
      cancelText={t('action.cancel')}
      confirmLoading={busy}
      okButtonProps={{ disabled: columns.length === 0 || (inClear && purpose.trim().length < 4) }}
      onOk={() => void run()}
      onCancel={close}
      destroyOnHidden
    >
      <div className="stack export">
        {count && (
          <p className="quiet">
            {t(count.exact ? 'export.rows' : 'export.aboutRows', { count: count.rows.toLocaleString('zh-CN') })}
          </p>
        )}
        <Radio.Group
          optionType="button"
          value={format}
          onChange={(event) => setFormat(event.target.value as Format)}
          options={[
            { value: 'xlsx', label: 'Excel (.xlsx)' },
            { value: 'csv', label: 'CSV' },
            ...(pointColumn(shape) ? [{ value: 'geojson', label: 'GeoJSON' }] : []),
          ]}
        />
        <Columns chosen={columns} choose={setColumns} shown={shown} />
        {masked && shape.may.unmask && (
          <Checkbox checked={clear} onChange={(event) => setClear(event.target.checked)}>
            {t('export.clear')}
          </Checkbox>
        )}
        {masked && !inClear && <p className="quiet">{t('export.masked')}</p>}
        {inClear && (
          <label>
            <strong>{t('unmask.purpose')}</strong>
            <Input.TextArea rows={2} maxLength={500} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
            <span className="quiet">{t('unmask.hint')}</span>
          </label>
        )}
      </div>
    </Modal>
  )
}

function Columns({ chosen, choose, shown }: { chosen: string[]; choose: (names: string[]) => void; shown: readonly string[] }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  return (
    <fieldset className="export-columns">
      <legend>{t('export.columns')}</legend>
      <div className="row">
        <button type="button" className="told-more" onClick={() => choose(shape.columns.map(({ name }) => name))}>
          {t('export.all')}
        </button>
        <button type="button" className="told-more" onClick={() => choose([...new Set([shape.label, ...shown])])}>
          {t('export.shown')}
        </button>
      </div>
      <Checkbox.Group
        value={chosen}
        options={shape.columns.map((column) => ({ value: column.name, label: text(column.title) }))}
        onChange={(names) => choose(names as string[])}
      />
    </fieldset>
  )
}

/** Asks first, so that a refusal is told in words; what comes is kept under the name the server gives it. */
async function download(path: string): Promise<void> {
  const response = await fetch(path, {
    credentials: 'same-origin',
    headers: { 'accept-language': document.documentElement.lang },
  })
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined))
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name ? decodeURIComponent(name) : 'export'
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
