import { api, ApiError } from './api.ts'

/** Something a person sent while there was no network; kept on the device until the server has answered. */
export interface Parcel {
  id: string
  path: string
  body: Record<string, unknown>
  /** Photos still to be uploaded; their ids are put into `body[filesField]`. */
  files: { name: string; blob: Blob }[]
  filesField: string
  title: string
  at: string
  /** The server's words when it refused; it is then for the person to correct or drop. */
  refused?: string
}

const watchers = new Set<() => void>()
export const watchOutbox = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
const changed = () => {
  for (const watcher of watchers) watcher()
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('district', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function store<T>(mode: IDBTransactionMode, run: (box: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = run(database.transaction('outbox', mode).objectStore('outbox'))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  } finally {
    database.close()
  }
}

export const parcels = (): Promise<Parcel[]> => store('readonly', (box) => box.getAll() as IDBRequest<Parcel[]>)
export const dropParcel = async (id: string): Promise<void> => {
  await store('readwrite', (box) => box.delete(id))
  changed()
}

/** Worth trying again later: no network, a session that ended, a server that is busy or down. */
const notYet = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500)

/**
 * Sends now, or keeps it until there is a network. Put an id of your own into the body (`clientId`), so that the
 * server recognises a parcel whose answer got lost on the way back.
 */
export async function sendOrKeep<T>(
  given: Pick<Parcel, 'path' | 'body' | 'title'> & Partial<Pick<Parcel, 'files' | 'filesField'>>,
): Promise<{ sent: T } | { kept: Parcel }> {
  const parcel: Parcel = { id: crypto.randomUUID(), files: [], filesField: 'files', at: new Date().toISOString(), ...given }
  try {
    return { sent: await deliver<T>(parcel, async () => {}) }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 0) throw error
    await keep(parcel)
    changed()
    return { kept: parcel }
  }
}

const keep = (parcel: Parcel) => store('readwrite', (box) => box.put(parcel))

/** Photos first, one by one; what has gone up is not sent again when the network fails at the next. */
async function deliver<T>(parcel: Parcel, progress: (parcel: Parcel) => Promise<unknown>): Promise<T> {
  for (let file = parcel.files[0]; file; file = parcel.files[0]) {
    const { id } = await api.upload<{ id: string }>('/api/files', file.blob, file.name)
    const known = (parcel.body[parcel.filesField] as string[] | undefined) ?? []
    parcel.body = { ...parcel.body, [parcel.filesField]: [...known, id] }
    parcel.files = parcel.files.slice(1)
    await progress(parcel)
  }
  return api.post<T>(parcel.path, parcel.body)
}

let flushing = false
/** Sends what was kept, oldest first; stops at the first one that has to wait longer. Answers how many went. */
export async function flushOutbox(): Promise<number> {
  if (flushing || typeof indexedDB === 'undefined') return 0
  flushing = true
  let sent = 0
  try {
    const waiting = (await parcels()).filter(({ refused }) => !refused).sort((a, b) => a.at.localeCompare(b.at))
    for (const parcel of waiting) {
      const failure = await deliver(parcel, keep).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (notYet(failure)) break
      if (failure === undefined) await store('readwrite', (box) => box.delete(parcel.id))
      else await keep({ ...parcel, refused: failure instanceof Error ? failure.message : String(failure) })
      sent += failure === undefined ? 1 : 0
    }
  } finally {
    flushing = false
    changed()
  }
  return sent
}

/** Called once by the shell. */
export function startOutbox(): void {
  addEventListener('online', () => void flushOutbox())
  setInterval(() => navigator.onLine && void flushOutbox(), 60_000)
  void flushOutbox()
}
