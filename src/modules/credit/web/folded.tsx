import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import './credit.css'

const SHOWN = 6

/** A list that shows its first few; the rest by one press. What is adverse is never folded away. */
export function Folded<T>({ items, children }: { items: readonly T[]; children: (item: T) => ReactNode }) {
  const { t } = useTranslation('credit')
  const [open, setOpen] = useState(false)
  const shown = open ? items : items.slice(0, SHOWN)
  return (
    <>
      <ul className="credit-list">{shown.map(children)}</ul>
      {items.length > shown.length && (
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          {t('record.all', { count: items.length })}
        </button>
      )}
    </>
  )
}
