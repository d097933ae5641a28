/// <reference lib="webworker" />
/** The shell of the application without a network: pages from the last visit, never the API's answers. */
const worker = self as unknown as ServiceWorkerGlobalScope
const cacheName = 'shell-1'

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(['/', '/manifest.webmanifest', '/icon.svg'])))
  void worker.skipWaiting()
})

worker.addEventListener('activate', (event) => {
  const drop = async () => {
    const names = await caches.keys()
    await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)))
    await worker.clients.claim()
  }
  event.waitUntil(drop())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (request.mode === 'navigate' && !/^\/(api|open311|tiles)\//.test(url.pathname)) event.respondWith(pageOf(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(assetOf(request))
})

/** The page fresh when there is a network; else the last one. */
async function pageOf(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await cache.put('/', fresh.clone())
    return fresh
  } catch {
    return (await cache.match('/')) ?? Response.error()
  }
}

/** Assets carry their hash in the name: once fetched they never change. */
async function assetOf(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const known = await cache.match(request)
  if (known) return known
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}
