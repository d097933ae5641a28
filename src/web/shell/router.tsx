import { type AnyRoute, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Front, Page } from '../kit/page.ts'
import { Loading } from '../kit/states.tsx'
import { Guarded } from './guard.tsx'
import { pages } from './rooms.ts'
import { Root } from './root.tsx'
import { shellPages } from './shell-pages.tsx'

const frames: Record<Front, ReturnType<typeof lazy>> = {
  portal: lazy(async () => ({ default: (await import('./portal/portal-frame.tsx')).PortalFrame })),
  work: lazy(async () => ({ default: (await import('./work/work-frame.tsx')).WorkFrame })),
  command: lazy(async () => ({ default: (await import('./command/command-frame.tsx')).CommandFrame })),
}
const NotFound = lazy(async () => ({ default: (await import('./not-found.tsx')).NotFound }))

const framed = (front: Front) => {
  const Frame = frames[front]
  return () => (
    <Suspense fallback={<Loading />}>
      <Frame />
    </Suspense>
  )
}

const paged = (page: Page) => () => (
  <Guarded page={page}>
    <page.component />
  </Guarded>
)

const missing = () => (
  <Suspense fallback={<Loading />}>
    <NotFound />
  </Suspense>
)

/** Plain query strings: an address means the same typed, shared or logged. */
const parseSearch = (text: string) => Object.fromEntries(new URLSearchParams(text))
const stringifySearch = (search: Record<string, unknown>) => {
  const text = new URLSearchParams(search as Record<string, string>).toString()
  return text ? `?${text}` : ''
}

export function makeRouter() {
  const root = createRootRoute({ component: Root, notFoundComponent: missing })
  const all = [...shellPages, ...pages]
  const fronts = (Object.keys(frames) as Front[]).map((front) => {
    const frame = createRoute({ getParentRoute: () => root, id: front, component: framed(front) })
    const children: AnyRoute[] = all
      .filter((page) => page.front === front)
      .map((page) => createRoute({ getParentRoute: () => frame, path: page.path, component: paged(page) }))
    return frame.addChildren(children)
  })
  return createRouter({
    routeTree: root.addChildren(fronts),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
  })
}
