import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link, useGo, usePath } from '#kit/navigate.tsx'
import '#kit/form/form.css'
import './open-data.css'

const places = {
  home: '/data',
  search: '/data/search',
  requests: '/data/requests',
  developers: '/data/developers',
  publish: '/data/publish',
} as const

/** The portal's own ways, the same on each of its pages. */
export function DataNav() {
  const { t } = useTranslation('open-data')
  const path = usePath()
  // What the server put in the head for who reads no scripts; from here on each page says its own.
  useEffect(() => {
    for (const served of document.head.querySelectorAll('[data-served]')) served.remove()
  }, [])
  return (
    <nav className="data-nav" aria-label={t('nav.label')}>
      {Object.entries(places).map(([name, place]) => (
        <Link key={place} to={place} aria-current={path === place ? 'page' : undefined}>
          {t(`nav.${name}`)}
        </Link>
      ))}
    </nav>
  )
}

export function DataSearch({ value = '', hint }: { value?: string; hint?: string }) {
  const { t } = useTranslation('open-data')
  const go = useGo()
  const [words, setWords] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go(`/data/search${words.trim() ? `?q=${encodeURIComponent(words.trim())}` : ''}`)
  }
  return (
    <form className="data-search" onSubmit={submit} role="search">
      <Icon name="search" />
      <input
        className="input"
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder={hint ?? t('search.hint')}
        aria-label={t('search.title')}
        maxLength={200}
      />
      <button type="submit" className="btn" data-kind="primary">
        {t('search.go')}
      </button>
    </form>
  )
}
