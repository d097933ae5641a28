import { Button, Progress } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon, type IconName } from '#kit/icon.tsx'
import { Link, useGo } from '#kit/navigate.tsx'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useLanguage, useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Import } from '../schema.ts'
import { ImportFaultTable } from './import-faults.tsx'
import { ImportMapper } from './import-mapper.tsx'
import { ImportMapping } from './import-mapping.tsx'
import { ImportTag } from './import-tag.tsx'
import { useHere } from './register.ts'

const moving = (state: Import['state'] | undefined) => state === 'checking' || state === 'running'

/** One import, from the check to its result. It goes on while nobody looks, and is found again in the list. */
export function ImportView({ id }: { id: string }) {
  const { shape } = useHere()
  const path = `${shape.path}/imports/${id}`
  const first = useApi(path, Import)
  const query = useApi(path, Import, moving(first.data?.state) ? { everySeconds: 1 } : {})
  const state = query.data?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current === 'running' && state !== 'running') void refresh(shape.path, '/api/registers')
    before.current = state
  }, [state, shape.path])
  return (
    <Loaded query={query} rows={8}>
      {(one) => <OneImport one={one} path={path} />}
    </Loaded>
  )
}

function OneImport({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  return (
    <article className="import-view">
      <header>
        <div className="row-wrap">
          <h1>{one.filename}</h1>
          <ImportTag state={one.state} />
        </div>
        <p className="quiet">
          {one.by.name} · <Time at={one.createdAt} /> · {sizeOf(one.bytes)}
          {one.sheet && ` · ${t('imports.sheet', { sheet: one.sheet })}`}
          {one.encoding && ` · ${one.encoding.toUpperCase()}`}
        </p>
      </header>
      <Steps state={one.state} ran={one.startedAt !== null && !['mapping', 'checking', 'checked'].includes(one.state)} />
      <Now one={one} path={path} />
      {one.found.faulty + one.done.refused > 0 && <Wrong one={one} path={path} />}
      {one.columns.length > 0 && one.state !== 'mapping' && <ImportMapping one={one} path={path} />}
    </article>
  )
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

function Steps({ state, ran }: { state: Import['state']; ran: boolean }) {
  const { t } = useTranslation('registers')
  const at = { mapping: 1, checking: 1, checked: 2, running: 3, done: 4, refused: 1, stopped: ran ? 3 : 1 }[state]
  return (
    <ol className="import-steps" aria-label={t('imports.steps')}>
      {(['sent', 'check', 'confirm', 'run', 'result'] as const).map((step, index) => {
        const done = index < at || state === 'done'
        return (
          <li
            key={step}
            data-state={done ? 'done' : index === at ? 'now' : 'ahead'}
            {...(index === at && { 'aria-current': 'step' as const })}
          >
            <Icon name={done ? 'circle-check' : index === at ? 'circle-dot' : 'circle-dashed'} size={17} />
            {t(`step.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}

/** What is so now, and what to do next. */
function Now({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  const text = useText()
  if (one.state === 'checking' || one.state === 'running') return <Moving one={one} path={path} />
  if (one.state === 'mapping') return <ImportMapper one={one} path={path} />
  if (one.state === 'checked') return <Confirm one={one} path={path} />
  if (one.state === 'done') return <Result one={one} />
  const written = one.done.inserted + one.done.updated
  return (
    <section className="import-now" data-tone={one.state === 'refused' ? 'alarm' : 'warning'}>
      <p role="alert">
        <Icon name="circle-alert" size={18} /> {one.problem ? text(one.problem.text) : t('imports.stopped')}
      </p>
      {written > 0 && (
        <Figures
          items={[
            ['plus', t('imports.inserted'), one.done.inserted],
            ['edit', t('imports.updated'), one.done.updated],
          ]}
        />
      )}
      <div className="row-wrap">
        {one.state === 'stopped' && one.mine && <RunButton one={one} path={path} again />}
        <Another />
      </div>
    </section>
  )
}

function Moving({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  const stop = useSend(() => api.post(`${path}/stop`), { refresh: [path] })
  const checking = one.state === 'checking'
  return (
    <section className="import-now">
      <p role="status">{t(checking ? 'imports.checking' : 'imports.running', { count: one.rows.toLocaleString('zh-CN') })}</p>
      <Progress percent={Math.floor(one.progress * 100)} status="active" aria-label={t(checking ? 'step.check' : 'step.run')} />
      <div className="row-wrap">
        <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
          {t('imports.stop')}
        </Button>
        <span className="quiet">{t('imports.mayLeave')}</span>
      </div>
      {stop.error && (
        <p className="field-error" role="alert">
          {stop.error.detail}
        </p>
      )}
    </section>
  )
}

function Confirm({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  const { found } = one
  const good = found.insert + found.update
  return (
    <section className="import-now" data-tone={found.faulty > 0 ? 'warning' : 'done'}>
      <p role="status">
        <strong>{t(good === 0 ? 'imports.nothingToDo' : found.faulty > 0 ? 'imports.someWrong' : 'imports.allGood')}</strong>
      </p>
      <Figures
        items={[
          ['plus', t('imports.toInsert'), found.insert],
          ['edit', t('imports.toUpdate'), found.update],
          ['minus', t('imports.unchanged'), found.unchanged],
          ['circle-alert', t('imports.faulty'), found.faulty],
        ]}
      />
      <div className="row-wrap">
        {good > 0 && <RunButton one={one} path={path} />}
        <Another />
      </div>
    </section>
  )
}

function RunButton({ one, path, again = false }: { one: Import; path: string; again?: boolean }) {
  const { t } = useTranslation('registers')
  const run = useSend(() => api.post(`${path}/run`), { refresh: [path] })
  const count = (one.found.insert + one.found.update).toLocaleString('zh-CN')
  return (
    <>
      <Button type="primary" loading={run.isPending} onClick={() => run.mutate(undefined)}>
        {again ? t('imports.goOn') : t('imports.run', { count })}
      </Button>
      {run.error && (
        <p className="field-error" role="alert">
          {run.error.detail}
        </p>
      )}
    </>
  )
}

function Result({ one }: { one: Import }) {
  const { t } = useTranslation('registers')
  const { base } = useHere()
  const { done } = one
  const left = done.refused
  return (
    <section className="import-now" data-tone={left > 0 ? 'warning' : 'done'}>
      <p role="status">
        <strong>{t(left > 0 ? 'imports.doneSome' : 'imports.doneAll')}</strong>
      </p>
      <Figures
        items={[
          ['plus', t('imports.inserted'), done.inserted],
          ['edit', t('imports.updated'), done.updated],
          ['minus', t('imports.unchanged'), done.unchanged],
          ['circle-alert', t('imports.leftOut'), left],
        ]}
      />
      <div className="row-wrap">
        <Link to={base} className="btn" data-kind="primary" data-size="small">
          {t('imports.toList')}
        </Link>
        <Another />
      </div>
    </section>
  )
}

function Another() {
  const { t } = useTranslation('registers')
  const { base } = useHere()
  const go = useGo()
  return <Button onClick={() => go(`${base}/imports`)}>{t('imports.another')}</Button>
}

function Figures({ items }: { items: readonly (readonly [icon: IconName, title: string, value: number])[] }): ReactNode {
  return (
    <dl className="import-figures">
      {items.map(([icon, title, value]) => (
        <div key={title} data-icon={icon} data-none={value === 0 || undefined}>
          <dt>
            <Icon name={icon} size={15} /> {title}
          </dt>
          <dd className="numbers">{value.toLocaleString('zh-CN')}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The rows that stay out: on the page, as a list of faults, and as a file to correct and import again. */
function Wrong({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  const language = useLanguage()
  return (
    <section className="import-wrong">
      <div className="row-wrap">
        <h2>{t('faults.title')}</h2>
        <span className="grow" />
        {one.mine && (
          <a className="btn" data-size="small" href={`${path}/rejected.csv?lang=${language}`} download>
            <Icon name="download" size={16} /> {t('faults.rejected')}
          </a>
        )}
        <a className="btn" data-size="small" href={`${path}/faults.csv?lang=${language}`} download>
          <Icon name="download" size={16} /> {t('faults.list')}
        </a>
      </div>
      <p className="quiet">{t('faults.hint')}</p>
      <ImportFaultTable path={path} />
    </section>
  )
}
