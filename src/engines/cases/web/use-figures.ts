import { useEffect, useRef } from 'react'
import { withQuery } from '#kit/api.ts'
import { useLive } from '#kit/live.ts'
import { useAddress } from '#kit/navigate.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { Figures } from '../schema.ts'

const shown = ['/api/cases/figures', '/api/geo/layers/cases']

/** Figures of the town chosen on the wall, or of the whole district. Counted anew when a case changes, and each minute. */
export function useFigures(scope: 'chosen' | 'district' = 'chosen') {
  const [{ town }] = useAddress()
  return useApi(withQuery('/api/cases/figures', { area: scope === 'chosen' ? town : undefined }), Figures, {
    everySeconds: 60,
    keep: true,
  })
}

/** Cases change many at a time: ask at once, then at most every two seconds. */
export function useCasesLive(): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive('cases', () => {
    clearTimeout(timer.current)
    const ask = () => {
      last.current = Date.now()
      void refresh(...shown)
    }
    if (Date.now() - last.current > 2000) ask()
    else timer.current = setTimeout(ask, 2000)
  })
}

/** The towns' name and path, as `/api/geo/areas` answers them. */
export interface TownList {
  items: { id: string; code: string; path: string; name: { zh: string; en: string } }[]
}
export const useTowns = () => useApi<TownList>('/api/geo/areas?kind=town&limit=200')
