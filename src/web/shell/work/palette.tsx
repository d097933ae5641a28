import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { useGo } from '../../kit/navigate.tsx'
import { useText } from '../../kit/text.ts'
import { useMenu } from '../menu.ts'
import { useSearch } from '../search.ts'

interface Choice {
  key: string
  title: string
  detail?: string
  icon: IconName
  path: string
}

/** What the words find: pages at once, things of all rooms a moment later. */
function useChoices(words: string): { choices: Choice[]; isLooking: boolean; failed: boolean } {
  const text = useText()
  const menu = useMenu('work')
  const asked = useDeferredValue(words.trim())
  const { data, isFetching, error } = useSearch(asked, 'work')
  const choices = useMemo(() => {
    const wanted = words.trim().toLowerCase()
    const pages = menu
      .filter((page) => !wanted || `${page.title.zh} ${page.title.en}`.toLowerCase().includes(wanted))
      .map((page) => ({ key: page.path, title: text(page.title), icon: page.menu.icon, path: page.path }))
    const hits = (asked ? (data ?? []) : []).flatMap((hit) =>
      hit.path
        ? [
            {
              key: hit.ref,
              title: text(hit.title),
              detail: [text(hit.kind), hit.number, text(hit.snippet)].filter(Boolean).join(' · '),
              icon: 'file' as const,
              path: hit.path,
            },
          ]
        : [],
    )
    return [...pages, ...hits]
  }, [menu, words, asked, data, text])
  return { choices, isLooking: isFetching, failed: error !== null && asked !== '' }
}

/** Ctrl-K: finds anything by number, place, name or page. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation('web')
  const go = useGo()
  const dialog = useRef<HTMLDialogElement>(null)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const { choices, isLooking, failed } = useChoices(words)
  const current = choices[Math.min(at, choices.length - 1)]
  useEffect(() => dialog.current?.showModal(), [])
  const open = (choice: Choice | undefined) => {
    if (!choice) return
    close()
    go(choice.path)
  }
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(at + 1, choices.length - 1)),
      ArrowUp: () => setAt(Math.max(at - 1, 0)),
      Enter: () => open(current),
    }
    const move = event.nativeEvent.isComposing ? undefined : moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  return (
    <dialog
      className="palette"
      ref={dialog}
      onClose={close}
      aria-label={t('search.palette')}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="palette-box">
        <label className="palette-input">
          <Icon name={isLooking ? 'loader' : 'search'} size={20} />
          <span className="unseen">{t('search.palette')}</span>
          <input
            value={words}
            placeholder={t('search.type')}
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={current ? `choice-${current.key}` : undefined}
            autoComplete="off"
            onKeyDown={press}
            onChange={(event) => {
              setWords(event.target.value)
              setAt(0)
            }}
          />
          <kbd>Esc</kbd>
        </label>
        <ul id="palette-list" role="listbox" aria-label={t('search.hits')}>
          {choices.map((choice) => (
            <li
              key={choice.key}
              id={`choice-${choice.key}`}
              role="option"
              aria-selected={choice === current}
              onClick={() => open(choice)}
              onKeyDown={press}
            >
              <Icon name={choice.icon} size={18} />
              <span className="clip">{choice.title}</span>
              {choice.detail && <small className="quiet clip grow">{choice.detail}</small>}
            </li>
          ))}
        </ul>
        {choices.length === 0 && !isLooking && (
          <p className="palette-none quiet">{failed ? t('state.error') : t('search.nothing', { q: words })}</p>
        )}
        <p className="palette-hint quiet">{t('search.hint')}</p>
      </div>
    </dialog>
  )
}
