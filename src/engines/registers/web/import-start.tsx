import { Progress } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useGo } from '#kit/navigate.tsx'
import { refresh } from '#kit/query.ts'
import { useLanguage, useText } from '#kit/text.ts'
import { Import } from '../schema.ts'
import { columnOf, useHere } from './register.ts'

/** The first step: a file, chosen or dropped; with the template and what will happen to rows that are there already. */
export function ImportStart() {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const keys = shape.naturalKey.map((name) => text(columnOf(shape, name)?.title)).join(t('value.and'))
  return (
    <section className="import-start">
      <h1>{t('imports.heading', { register: text(shape.title) })}</h1>
      <DropZone />
      <div className="import-help">
        <Template />
        <ul className="quiet">
          <li>{t('imports.checkedFirst')}</li>
          <li>{keys ? t('imports.byKey', { keys }) : t('imports.noKey')}</li>
          <li>{t('imports.columnsByTitle')}</li>
        </ul>
      </div>
    </section>
  )
}

function Template() {
  const { t } = useTranslation('registers')
  const language = useLanguage()
  const { shape } = useHere()
  const address = (format: string) => `${shape.path}/imports/template?format=${format}&lang=${language}`
  return (
    <p className="row-wrap import-template">
      <Icon name="table" size={16} />
      <strong>{t('imports.template')}</strong>
      <a href={address('xlsx')} download>
        Excel (.xlsx)
      </a>
      <a href={address('csv')} download>
        CSV
      </a>
    </p>
  )
}

function DropZone() {
  const { t } = useTranslation('registers')
  const { shape, base } = useHere()
  const go = useGo()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [sent, setSent] = useState<number>()
  const [refused, setRefused] = useState<string>()
  const send = (file: File | undefined) => {
    if (!file) return
    setRefused(undefined)
    setSent(0)
    api
      .upload<unknown>(`${shape.path}/imports`, file, file.name, setSent)
      .then((answer) => {
        void refresh(`${shape.path}/imports`)
        go(`${base}/imports/${Import.parse(answer).id}`)
      })
      .catch((error: ApiError) => setRefused(error.detail))
      .finally(() => setSent(undefined))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    send(event.dataTransfer.files[0])
  }
  return (
    <>
      <button
        type="button"
        className="import-drop"
        data-over={over || undefined}
        disabled={sent !== undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={28} />
        <strong>{t('imports.choose')}</strong>
        <span className="quiet">{t('imports.takes')}</span>
        {sent !== undefined && <Progress percent={Math.round(sent * 100)} size="small" aria-label={t('imports.sending')} />}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('imports.choose')}
        accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => {
          send(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {refused && (
        <p className="field-error import-refused" role="alert">
          <Icon name="circle-alert" size={16} /> {refused}
        </p>
      )}
    </>
  )
}
