import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './kit/before-all.ts'
import './kit/tokens.css'
import './kit/base.css'
import { configureApi } from './kit/api.ts'
import { queryClient } from './kit/query.ts'
import { configureLive } from './kit/live.ts'
import { startOutbox } from './kit/outbox.ts'
import { configureRefs } from './kit/ref-link.tsx'
import { startLanguages } from './shell/i18n.ts'
import { findPath } from './shell/rooms.ts'
import { makeRouter } from './shell/router.tsx'
import { Boundary } from './kit/states.tsx'

configureRefs(findPath)
await startLanguages()
startOutbox()
const router = makeRouter()

configureLive({
  missed: () => void queryClient.invalidateQueries(),
  ended: () => void queryClient.invalidateQueries({ queryKey: ['/api/identity/me'] }),
})
configureApi({
  signedOut: () => {
    const { pathname, href } = router.state.location
    queryClient.setQueryData(['/api/identity/me'], null)
    if (pathname.startsWith('/work') || pathname.startsWith('/command'))
      router.history.push(`/sign-in?to=${encodeURIComponent(href)}`)
  },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Boundary>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Boundary>
  </StrictMode>,
)

/** After an update of the server an open page may ask for code that is gone: it then loads anew, once. */
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloadedAt') ?? 0)
  if (Date.now() - last < 20_000) return
  event.preventDefault()
  sessionStorage.setItem('reloadedAt', String(Date.now()))
  location.reload()
})

if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js')
