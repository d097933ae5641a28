import { useQuery } from '@tanstack/react-query'
import { api, ApiError } from './api.ts'
import { restartLive } from './live.ts'
import { keepPreference, readPreference } from './preferences.ts'
import { queryClient, useApi } from './query.ts'
import type { Text } from './text.ts'

export interface Me {
  id: string
  kind: 'anonymous' | 'citizen' | 'staff' | 'client' | 'system'
  name: string
  account: string
  organisation?: { name: Text; path: string } | null
  capabilities: string[]
  locale?: string
  /** Nothing else can be done before the password is changed. */
  mustChangePassword?: boolean
}
export interface PlatformFacts {
  title: Text
  demo: boolean
  district: Text
  /** Nobody can sign in yet. */
  needsSetup?: boolean
  map?: { bounds: number[] }
}

const mePath = '/api/identity/me'

/** Who is signed in; null when nobody is. Undefined while not yet known. */
export function useMe(): Me | null | undefined {
  const { data, error } = useQuery<Me | null>({ queryKey: [mePath], queryFn: readMe, staleTime: 60_000, retry: 1 })
  return error ? null : data
}

const lastMe = 'me'

/** Without a network the last person who signed in on this device goes on working; the server decides when it is back. */
async function readMe(): Promise<Me | null> {
  try {
    const answer = await api.get<Me>(mePath)
    const me = !answer || answer.kind === 'anonymous' ? null : answer
    keepPreference(lastMe, me)
    return me
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 0) return readPreference<Me | null>(lastMe, null)
    if (error.status !== 401 && error.status !== 404) throw error
    keepPreference(lastMe, null)
    return null
  }
}

/** Before drawing a page that needs a right, ask and wait. */
export const askMe = (): Promise<Me | null> => queryClient.ensureQueryData({ queryKey: [mePath], queryFn: readMe })
/** After signing in or out: nothing that was read as somebody else stays on the screen. */
export const forgetMe = async (): Promise<void> => {
  keepPreference(lastMe, null)
  queryClient.clear()
  restartLive()
  await queryClient.prefetchQuery({ queryKey: [mePath], queryFn: readMe })
}

/** What the district is called, and whether this is a demonstration. */
export const usePlatform = (): PlatformFacts | undefined =>
  useApi<PlatformFacts>('/api/identity/platform', undefined, { offline: true }).data

/** Absent: everyone. `signed-in`: any account. Otherwise one of these capabilities is enough. */
export type May = 'signed-in' | (string & {}) | readonly string[]

export function allowed(me: Me | null | undefined, may: May | undefined): boolean {
  if (may === undefined) return true
  if (!me) return false
  if (may === 'signed-in') return true
  const wanted = typeof may === 'string' ? [may] : may
  return wanted.some((capability) => me.capabilities.includes(capability))
}

/** `const mayClose = useMay('city-management.close')`: for showing a button, never for guarding data. */
export const useMay = (may: May): boolean => allowed(useMe(), may)
