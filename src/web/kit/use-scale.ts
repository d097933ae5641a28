import { useSyncExternalStore } from 'react'

/** On a wall text grows with the screen; what is drawn in pixels (maps) has to grow by as much. One everywhere else. */
function scaleNow(): number {
  if (document.documentElement.dataset.front !== 'command') return 1
  return Math.max(1, Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16)
}

function watch(changed: () => void): () => void {
  addEventListener('resize', changed)
  return () => removeEventListener('resize', changed)
}

export const useScale = (): number => useSyncExternalStore(watch, scaleNow)
