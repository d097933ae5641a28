import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { Link, useGo } from '../../kit/navigate.tsx'
import { usePreference } from '../../kit/preferences.ts'
import { useMe, usePlatform } from '../../kit/session.ts'
import { useText } from '../../kit/text.ts'
import { byGroup, type MenuPage, useGroupTitle, useMenu } from '../menu.ts'
import { Waterside } from './waterside.tsx'

/** Search, then what is mine, then life, then near me. A tile is here only if its page is. */
export function HomePage() {
  const text = useText()
  const me = useMe()
  const { t } = useTranslation('web')
  const platform = usePlatform()
  const [elder] = usePreference('elder', false)
  const groups = byGroup(useMenu('portal'))
  return (
    <>
      <section className="home-top">
        <Waterside />
        <div className="portal-width">
          <h1>{me ? t('portal.hello', { name: me.name }) : t('portal.welcome', { district: text(platform?.district) })}</h1>
          <SearchBox />
        </div>
      </section>
      <div className="portal-width home-groups">
        {elder ? (
          <ElderTiles pages={groups.flatMap(([, pages]) => pages)} />
        ) : (
          groups.map(([group, pages]) => <Group key={group} group={group} pages={pages} />)
        )}
      </div>
    </>
  )
}

export function SearchBox({ initial = '' }: { initial?: string }) {
  const { t } = useTranslation('web')
  const go = useGo()
  const [words, setWords] = useState(initial)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim()) go(`/search?q=${encodeURIComponent(words.trim())}`)
  }
  return (
    <form className="search-box" role="search" onSubmit={submit}>
      <Icon name="search" size={22} />
      <input
        type="search"
        aria-label={t('portal.search')}
        placeholder={t('portal.searchHint')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        maxLength={100}
      />
      <button type="submit" className="btn" data-kind="primary">
        {t('action.search')}
      </button>
    </form>
  )
}

function Group({ group, pages }: { group: string; pages: MenuPage[] }) {
  return (
    <section aria-labelledby={`group-${group}`} data-few={pages.length <= 2 || undefined}>
      <h2 id={`group-${group}`}>{useGroupTitle('portal')(group)}</h2>
      <ul className="tiles" data-group={group}>
        {pages.map((page) => (
          <Tile key={page.path} page={page} />
        ))}
      </ul>
    </section>
  )
}

function Tile({ page }: { page: MenuPage }) {
  const text = useText()
  return (
    <li>
      <Link className="tile" to={page.path}>
        <span className="tile-icon">
          <Icon name={page.menu.icon} size="1.5em" />
        </span>
        <span>
          <strong>{text(page.title)}</strong>
          {page.menu.hint && <small>{text(page.menu.hint)}</small>}
        </span>
      </Link>
    </li>
  )
}

/** Four large tiles a screen, and a button for the next four: nothing to scroll or swipe. */
function ElderTiles({ pages }: { pages: MenuPage[] }) {
  const { t } = useTranslation('web')
  const [screen, setScreen] = useState(0)
  const screens = Math.ceil(pages.length / 4)
  return (
    <section aria-label={t('portal.services')}>
      <ul className="tiles tiles-elder">
        {pages.slice(screen * 4, screen * 4 + 4).map((page) => (
          <Tile key={page.path} page={page} />
        ))}
      </ul>
      {screens > 1 && (
        <p className="row-wrap elder-turn">
          <button type="button" className="btn" disabled={screen === 0} onClick={() => setScreen(screen - 1)}>
            <Icon name="back" />
            {t('action.previous')}
          </button>
          <span>{t('portal.screenOf', { screen: screen + 1, screens })}</span>
          <button type="button" className="btn" disabled={screen === screens - 1} onClick={() => setScreen(screen + 1)}>
            {t('action.next')}
            <Icon name="forward" />
          </button>
        </p>
      )}
    </section>
  )
}
