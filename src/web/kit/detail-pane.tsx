import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MoreActions } from './data-list.tsx'
import { Icon, type IconName } from './icon.tsx'
import './detail-pane.css'

export interface PaneAction {
  key: string
  title: string
  icon?: IconName
  /** What most people do next; one of them. */
  primary?: boolean
  danger?: boolean
  /** Among the less usual ones, behind the dots. */
  rare?: boolean
  run: () => void | Promise<unknown>
}

export interface DetailPaneProps {
  title: ReactNode
  /** `青城管〔2026〕第 1234 号` */
  number?: ReactNode
  status?: ReactNode
  clock?: ReactNode
  /** What I may do next: two or three in sight, the rest behind the dots. */
  actions?: readonly PaneAction[]
  onClose?: () => void
  children: ReactNode
}

/** One thing whole: what it is, its state and clock, what I may do next, then its sections. */
export function DetailPane({ title, number, status, clock, actions = [], onClose, children }: DetailPaneProps) {
  const { t } = useTranslation('web')
  const shown = actions.filter((action) => !action.rare)
  const rare = actions.filter((action) => action.rare)
  return (
    <article className="pane">
      <header className="pane-top">
        <div className="row pane-line">
          {onClose && (
            <button type="button" className="btn-icon pane-close" aria-label={t('action.close')} onClick={onClose}>
              <Icon name="close" size={20} />
            </button>
          )}
          <span className="pane-number numbers">{number}</span>
          <span className="grow" />
          {clock}
        </div>
        <div className="pane-title">
          <h1>{title}</h1>
          {status}
        </div>
        {actions.length > 0 && (
          <div className="row-wrap pane-actions">
            {shown.map((action) => (
              <ActionButton key={action.key} action={action} />
            ))}
            <MoreActions items={rare} />
          </div>
        )}
      </header>
      <div className="pane-body">{children}</div>
    </article>
  )
}

function ActionButton({ action }: { action: PaneAction }) {
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      await action.run()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      type={action.primary ? 'primary' : 'default'}
      danger={action.danger ?? false}
      loading={busy}
      icon={action.icon && <Icon name={action.icon} size={16} />}
      onClick={() => void run()}
    >
      {action.title}
    </Button>
  )
}

/** A part of the pane with its heading. */
export function Section({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="pane-section">
      <div className="row">
        <h2 className="grow">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

/** Facts by name: `<Facts items={[['地点', place], …]} />`; those without a value are left out. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
