import { useEffect, useRef } from 'react'

/** A box that is ticked takes no letters. */
const isBox = (target: HTMLElement) => target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)
const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  !isBox(target) &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))

/** Whatever has keys of its own, and may lie over the page: menus, dialogs, lists of choices, maps, tabs. */
const OWN_KEYS = '[role="menu"], [role="dialog"], dialog, [role="listbox"], [role="tree"], [role="tablist"], .maplibregl-map'
export const isOnPage = ({ target }: KeyboardEvent): boolean => !(target instanceof HTMLElement && target.closest(OWN_KEYS))

/**
 * Keyboard shortcuts while the component is on the screen: `useKeys({ j: next, 'mod+k': find })`.
 * Plain letters rest while somebody types; `mod` is Ctrl, or Command on a Mac. A run that answers false leaves the key
 * to the browser.
 */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => unknown>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey
      if (!mod && inField(event.target)) return
      const run = latest.current[`${mod ? 'mod+' : ''}${event.key.toLowerCase()}`]
      if (!run || event.altKey) return
      if (run(event) !== false) event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
