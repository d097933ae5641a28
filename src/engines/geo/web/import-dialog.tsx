import { App, Button, Checkbox, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { refresh } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { AreaImportReport } from '../schema.ts'
import { keptPath } from './area-dialog.tsx'

const kinds = ['town', 'village', 'grid', 'district'] as const
const datums = ['wgs84', 'gcj02', 'bd09'] as const

/** Outlines from a file: tried first, and stored once the reader has seen what would become of each feature. */
export function ImportDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('geo')
  const { message } = App.useApp()
  const [file, setFile] = useState<File>()
  const [given, setGiven] = useState({ kind: 'town', datum: 'wgs84', new: 'false', schematic: 'false' })
  const [report, setReport] = useState<AreaImportReport>()
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof given>) => {
    setGiven({ ...given, ...part })
    setReport(undefined)
  }
  const send = async (isDryRun: boolean) => {
    if (!file) return
    setBusy(true)
    try {
      setReport(
        await api.upload<AreaImportReport>(`${keptPath}/imports`, file, file.name, undefined, {
          ...given,
          dryRun: String(isDryRun),
        }),
      )
      if (!isDryRun) await refresh('/api/geo')
    } catch (error) {
      void message.error((error as ApiError).detail)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('import')} onCancel={close} footer={null} width="40rem" destroyOnHidden>
      <div className="stack">
        <p className="quiet">{t('importHint')}</p>
        <div className="row-wrap">
          <Choice
            label={t('as')}
            value={given.kind}
            onChange={(kind) => change({ kind })}
            options={kinds.map((kind) => [kind, t(`kinds.${kind}`)])}
          />
          <Choice
            label={t('datum')}
            value={given.datum}
            onChange={(datum) => change({ datum })}
            options={datums.map((datum) => [datum, t(`datums.${datum}`)])}
          />
        </div>
        <Checkbox checked={given.new === 'true'} onChange={({ target }) => change({ new: String(target.checked) })}>
          {t('allowNew')}
        </Checkbox>
        <Checkbox checked={given.schematic === 'true'} onChange={({ target }) => change({ schematic: String(target.checked) })}>
          {t('isSchematic')}
        </Checkbox>
        <label className="row-wrap">
          <strong>{t('file')}</strong>
          <input
            type="file"
            accept=".json,.geojson,application/geo+json,application/json"
            onChange={({ target }) => {
              setFile(target.files?.[0])
              setReport(undefined)
            }}
          />
        </label>
        {report && <Report report={report} />}
        <div className="row">
          <span className="grow" />
          <Button disabled={!file} loading={busy} icon={<Icon name="eye" size={16} />} onClick={() => void send(true)}>
            {t('tryIt')}
          </Button>
          <Button
            type="primary"
            disabled={!report || report.stored || report.taken === 0}
            loading={busy}
            onClick={() => void send(false)}
          >
            {t('store')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <Select
        aria-label={label}
        value={value}
        onChange={onChange}
        style={{ minWidth: '12rem' }}
        options={options.map(([one, words]) => ({ value: one, label: words }))}
      />
    </label>
  )
}

function Report({ report }: { report: AreaImportReport }) {
  const { t } = useTranslation('geo')
  const text = useText()
  const { refused, kept, coverage, stored } = report
  return (
    <div role="status" className="stack">
      <p>
        <strong>{t(stored ? 'stored' : 'notStored')}</strong> {t('read', { ...report, refused: refused.length })}
        {kept.length > 0 && ` ${t('kept', { count: kept.length })}`}
        {coverage !== null && ` ${t('coverage', { share: (coverage * 100).toFixed(1) })}`}
      </p>
      {refused.length > 0 && (
        <ul>
          {refused.slice(0, 50).map(({ at, code, name, text: why }) => (
            <li key={at}>
              {t('refusedAt', { at })} {[code, name].filter(Boolean).join(' ')}：{text(why)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
