import { useParams, useRouter, useRouterState } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type MouseEvent, useCallback, useMemo } from 'react'

/** Goes to a path of ours without loading the page anew. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const router = useRouter()
  return useCallback((to, options) => (options?.replace ? router.history.replace(to) : router.history.push(to)), [router])
}

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }

/** A link inside the application; with a modifier key the browser opens it as usual. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey ||
      rest.target
    )
      return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={to} onClick={follow} />
}

/** `$id` and its like in the page's path. */
export const usePathParams = (): Record<string, string> => useParams({ strict: false }) as Record<string, string>

export const usePath = (): string => useRouterState({ select: (state) => state.location.pathname })

/** Filters and the open row live in the address, so that a view can be sent to a colleague. */
export function useAddress(): [
  Record<string, string>,
  (change: Record<string, string | null | undefined>, replace?: boolean) => void,
] {
  const go = useGo()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const path = usePath()
  const values = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search])
  const change = useCallback(
    (wanted: Record<string, string | null | undefined>, replace = true) => {
      const merged = Object.entries({ ...values, ...wanted }).filter(
        ([, value]) => value !== null && value !== undefined && value !== '',
      )
      const text = new URLSearchParams(merged as [string, string][]).toString()
      go(text ? `${path}?${text}` : path, { replace })
    },
    [go, path, values],
  )
  return [values, change]
}
