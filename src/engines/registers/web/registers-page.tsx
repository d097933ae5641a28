import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Overview, type RegisterSummary } from '../schema.ts'
import { baseOf } from './mounted.ts'
import './registers.css'

/** The ledgers I may read, by the room that keeps them: how many rows, and how fresh. */
export function RegistersPage() {
  const { t } = useTranslation('registers')
  const query = useApi('/api/registers/overview', Overview, { everySeconds: 60 })
  return (
    <div className="registers-page">
      <Loaded query={query} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="table" title={t('ledgers.none')}>
              {t('ledgers.noneHint')}
            </Empty>
          ) : (
            <Ledgers items={items} />
          )
        }
      </Loaded>
    </div>
  )
}

function Ledgers({ items }: { items: readonly RegisterSummary[] }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const [words, setWords] = useState('')
  const wanted = words.trim().toLowerCase()
  const found = items.filter(({ title, about, room }) =>
    [title, about, room].some(({ zh, en }) => `${zh} ${en}`.toLowerCase().includes(wanted)),
  )
  const rooms = Map.groupBy(found, ({ module }) => module)
  return (
    <>
      <header className="registers-top row-wrap">
        <h1>{t('ledgers.title')}</h1>
        <span className="quiet numbers">{items.length}</span>
        <span className="grow" />
        <Input
          size="small"
          allowClear
          className="list-search"
          prefix={<Icon name="search" size={14} />}
          placeholder={t('ledgers.find')}
          aria-label={t('ledgers.find')}
          onChange={(event) => setWords(event.target.value)}
        />
      </header>
      {found.length === 0 && <Empty icon="search" title={t('ledgers.notFound')} />}
      {[...rooms].map(([module, ledgers]) => (
        <section key={module} className="registers-room">
          <h2>{text(ledgers[0]?.room)}</h2>
          <ul>
            {ledgers.map((ledger) => (
              <Ledger key={ledger.id} ledger={ledger} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Ledger({ ledger }: { ledger: RegisterSummary }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { rows, exact } = ledger.count
  return (
    <li className="ledger">
      <div className="ledger-what">
        <Link to={baseOf(ledger.id)} className="ledger-title">
          {text(ledger.title)}
        </Link>
        <p className="quiet">{text(ledger.about)}</p>
      </div>
      <span className="ledger-count numbers">
        <strong>{t(exact ? 'ledgers.rows' : 'ledgers.aboutRows', { count: rows.toLocaleString('zh-CN') })}</strong>
        <span className="quiet">
          {ledger.changedAt ? (
            <>
              {t('ledgers.changed')} <Time at={ledger.changedAt} />
            </>
          ) : (
            t('ledgers.neverChanged')
          )}
        </span>
      </span>
      <span className="ledger-may quiet">
        {(['edit', 'import', 'export'] as const)
          .filter((right) => ledger.may[right])
          .map((right) => t(`may.${right}`))
          .join(' · ') || t('may.read')}
      </span>
    </li>
  )
}
