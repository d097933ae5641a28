import { useSyncExternalStore } from 'react'
import { type Palette, type Theme, themeNow, tokens } from './tokens.ts'

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** The theme the screen has now, for what is drawn on a canvas. */
export const useTheme = (): Theme => useSyncExternalStore(watch, themeNow)
export const usePalette = (): Palette => tokens[useTheme()]
