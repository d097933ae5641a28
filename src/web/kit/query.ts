import { QueryClient, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { api, ApiError, type Shape, withQuery } from './api.ts'
import { keepPreference, readPreference } from './preferences.ts'

/** A refusal is an answer: only a missing network is worth asking again. */
const tryAgain = (failures: number, error: unknown) =>
  failures < 2 && navigator.onLine && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: tryAgain, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

interface Asking {
  /** Ask again by itself, in seconds. Prefer `useLive` + `refresh`. */
  everySeconds?: number
  /** Remember the last answer on this device for when there is no network: lists of choices, never personal data. */
  offline?: boolean
  /** Keep showing the last answer while the question changes. */
  keep?: boolean
}

/** One thing from the API: `const report = useApi(`/api/cases/${id}`, Report)`. `null` asks nothing. The path is the key. */
export function useApi<T>(path: string | null, shape?: Shape<T>, asking: Asking = {}) {
  return useQuery<T, ApiError>({
    queryKey: [path],
    queryFn: ({ signal }) =>
      asking.offline ? keptAnswer(path as string, shape, signal) : api.get(path as string, shape, signal),
    enabled: path !== null,
    ...(asking.everySeconds && { refetchInterval: asking.everySeconds * 1000 }),
    ...(asking.keep && { placeholderData: (last: T | undefined) => last as never }),
  })
}

async function keptAnswer<T>(path: string, shape: Shape<T> | undefined, signal: AbortSignal): Promise<T> {
  const key = `kept.${path}`
  try {
    const answer = await api.get(path, shape, signal)
    keepPreference(key, answer)
    return answer
  } catch (error) {
    const kept = readPreference<T | null>(key, null)
    if (kept !== null && error instanceof ApiError && error.status === 0) return kept
    throw error
  }
}

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number
}

/** A list by keyset pages: `usePages('/api/cases?state=open')` → `rows`, `more()`, `hasMore`. */
export function usePages<T>(path: string | null, shape?: Shape<Page<T>>, asking: Asking = {}) {
  const query = useInfiniteQuery({
    queryKey: [path, 'pages'],
    queryFn: ({ signal, pageParam }) => api.get<Page<T>>(withQuery(path as string, { cursor: pageParam }), shape, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: path !== null,
    ...(asking.everySeconds && { refetchInterval: asking.everySeconds * 1000 }),
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    total: query.data?.pages[0]?.total,
    /** The first page as it came, for what it says besides its rows. */
    first: query.data?.pages[0],
    isPending: query.isPending,
    isFetching: query.isFetching,
    error: query.error as ApiError | null,
    hasMore: query.hasNextPage,
    more: () => void (query.hasNextPage && !query.isFetchingNextPage && query.fetchNextPage()),
    again: () => void query.refetch(),
  }
}
export type Pages<T> = ReturnType<typeof usePages<T>>

/** Everything asked under these paths is asked again: `refresh('/api/cases', '/api/process/inbox')`. */
export const refresh = (...prefixes: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix)),
  })

/** A change: `const close = useSend((body) => api.post(`/api/cases/${id}/close`, body), { refresh: ['/api/cases'] })`. */
export function useSend<I, O>(
  send: (input: I) => Promise<O>,
  options: { refresh?: string[]; then?: (result: O, input: I) => void } = {},
) {
  return useMutation<O, ApiError, I>({
    mutationFn: send,
    onSuccess: (result, input) => {
      if (options.refresh) void refresh(...options.refresh)
      options.then?.(result, input)
    },
  })
}
