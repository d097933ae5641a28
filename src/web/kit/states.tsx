import { Component, type ErrorInfo, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from './api.ts'
import { Icon, type IconName } from './icon.tsx'
import './states.css'

interface StateProps {
  icon: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
  tone?: 'quiet' | 'alarm'
}

/** The one form of "there is nothing to show here": what happened, what it means, what to do next. */
export function Notice({ icon, title, children, action, tone = 'quiet' }: StateProps) {
  return (
    <div className="notice" data-tone={tone}>
      <Icon name={icon} size={32} />
      <p className="notice-title">{title}</p>
      {children && <div className="quiet">{children}</div>}
      {action}
    </div>
  )
}

export function Empty({ title, children, action, icon = 'inbox' }: Partial<StateProps>) {
  const { t } = useTranslation('web')
  return (
    <Notice icon={icon} title={title ?? t('state.empty')} action={action}>
      {children}
    </Notice>
  )
}

/** Grey bars where the content will be; says so to a screen reader once. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation('web')
  return (
    <div className="loading" role="status">
      <span className="unseen">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="bone" style={{ width: `${[92, 78, 85, 64][row % 4]}%` }} />
      ))}
    </div>
  )
}

export function Failed({ error, again }: { error: Pick<ApiError, 'detail'> & Partial<ApiError>; again?: () => void }) {
  const { t } = useTranslation('web')
  if (error.status === 403) return <NoPermission>{error.detail}</NoPermission>
  const button = again && (
    <button type="button" className="btn" onClick={again}>
      <Icon name="refresh" />
      {t('action.again')}
    </button>
  )
  if (error.status === 0)
    return (
      <Notice icon="wifi-off" title={t('state.offline')} action={button}>
        {t('state.offlineHint')}
      </Notice>
    )
  if (error.status === 404)
    return (
      <Notice icon="search" title={t('state.notFound')}>
        {error.detail}
      </Notice>
    )
  return (
    <div role="alert">
      <Notice icon="circle-alert" tone="alarm" title={t('state.error')} action={button}>
        {error.detail}
      </Notice>
    </div>
  )
}

export function NoPermission({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('web')
  return (
    <Notice icon="lock" title={t('state.noPermission')}>
      {children ?? t('state.noPermissionHint')}
    </Notice>
  )
}

interface Question<T> {
  data: T | undefined
  error: ApiError | null
  isPending: boolean
  refetch: () => unknown
}
/** Loading, failed or there: `<Loaded query={useApi(…)}>{(report) => …}</Loaded>` */
export function Loaded<T>({ query, rows, children }: { query: Question<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  return <Loading rows={rows ?? 4} />
}

/** A page that breaks takes nothing else with it. */
export class Boundary extends Component<{ children: ReactNode; name?: string }, { error?: Error }> {
  override state: { error?: Error } = {}
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }
  override render() {
    if (!this.state.error) return this.props.children
    return <Broken again={() => this.setState({ error: undefined as never })} />
  }
}

function Broken({ again }: { again: () => void }) {
  const { t } = useTranslation('web')
  const button = (
    <button type="button" className="btn" onClick={again}>
      <Icon name="refresh" />
      {t('action.again')}
    </button>
  )
  return (
    <div role="alert">
      <Notice icon="circle-alert" tone="alarm" title={t('state.broken')} action={button}>
        {t('state.brokenHint')}
      </Notice>
    </div>
  )
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine)
  useEffect(() => {
    const update = () => setOnline(navigator.onLine)
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  }, [])
  return online
}

/** Says that there is no network, and that nothing is lost. */
export function OfflineBar() {
  const { t } = useTranslation('web')
  if (useOnline()) return null
  return (
    <p className="offline-bar" role="status">
      <Icon name="wifi-off" />
      {t('state.offlineBar')}
    </p>
  )
}
