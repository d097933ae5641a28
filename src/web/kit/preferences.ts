import { useSyncExternalStore } from 'react'

/** Choices a person makes on this device; kept here, never sent. */
const watchers = new Set<() => void>()

export function readPreference<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(key)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

export function keepPreference(key: string, value: unknown): void {
  try {
    if (value === undefined || value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Private browsing: the choice lasts as long as the page.
  }
  cache.set(key, value)
  for (const watcher of watchers) watcher()
}

const cache = new Map<string, unknown>()
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** `const [columns, setColumns] = usePreference('list.cases.columns', defaults)` */
export function usePreference<T>(key: string, otherwise: T): [T, (value: T | null) => void] {
  const value = useSyncExternalStore(watch, () => {
    if (!cache.has(key)) cache.set(key, readPreference(key, null))
    return cache.get(key)
  }) as T | null
  return [value ?? otherwise, (next) => keepPreference(key, next)]
}
