import { Readable } from 'node:stream'
import { onRightsChanged, stillThere } from '#engines/identity'
import { anonymous, type Ctx, newId, Reply, system, visibleRefsFor } from '#kernel'
import { tooManyStreams } from './errors.ts'
import { close, frame, type Hub, hubOf, type Viewer, write } from './hub.ts'

const MOST_STREAMS = 12
const HEARTBEAT_MS = 15_000
/** A session that ran out is noticed this late at most. */
const LOOK_AGAIN_MS = 60_000
const RETRY_MS = 2000

/** The first screen gives the hub its eyes, and keeps watch over sessions that end. */
function hubFor(ctx: Ctx): Hub {
  const hub = hubOf(ctx.house, newId)
  if (hub.eyes) return hub
  const outside = ctx.as(system)
  hub.eyes = {
    see: (users, refs) => outside.transact('read', (tx) => visibleRefsFor(tx, users, refs)),
    again: (user) => outside.transact('read', (tx) => stillThere(tx, user)),
    log: ctx.log,
  }
  onRightsChanged(ctx.house, (accountId) => {
    const touched = [...hub.viewers].filter(({ user }) => user.id === accountId)
    for (const viewer of touched) viewer.stale = true
    void hub.refresh(touched).catch((error) => ctx.log.warn({ error }, 'live.refresh-failed'))
  })
  return hub
}

function heartbeat(hub: Hub, viewer: Viewer): NodeJS.Timeout {
  return setInterval(() => {
    // An id without data moves the place from which a quiet screen continues.
    write(viewer, `: ${Date.now()}\nid: ${hub.position}\n\n`)
    if (Date.now() - viewer.checkedAt > LOOK_AGAIN_MS) void hub.refresh([viewer]).catch(() => close(viewer, 'unavailable'))
  }, HEARTBEAT_MS).unref()
}

/** What the screen missed, or word that too much was missed and it must load afresh. */
async function catchUp(hub: Hub, viewer: Viewer, lastId: string | undefined): Promise<void> {
  const missed = lastId ? hub.since(lastId) : []
  const reset = frame({ id: hub.position, topic: 'reset', data: {}, at: new Date().toISOString() })
  write(viewer, `retry: ${RETRY_MS}\n${missed ? `id: ${hub.position}\n\n` : `\n${reset}`}`)
  if (missed && missed.length > 0) await hub.send(missed, [viewer])
}

/** One stream per browser: the topics its open pages want, continued from `Last-Event-ID`. */
export async function openStream(ctx: Ctx, topics: readonly string[], lastId: string | undefined): Promise<Reply> {
  const hub = hubFor(ctx)
  const { user } = ctx
  const address = ctx.origin.address
  const own = [...hub.viewers].filter((viewer) =>
    user.kind === 'anonymous' ? viewer.user.kind === 'anonymous' && viewer.address === address : viewer.user.id === user.id,
  )
  if (own.length >= MOST_STREAMS) throw tooManyStreams({ limit: MOST_STREAMS })
  const stream = new Readable({ read() {} })
  const viewer: Viewer = {
    user: user.kind === 'anonymous' ? anonymous : user,
    address,
    topics: new Set([...topics, 'inbox']),
    stream,
    stale: false,
    checkedAt: Date.now(),
  }
  const beat = heartbeat(hub, viewer)
  stream.once('close', () => {
    clearInterval(beat)
    hub.viewers.delete(viewer)
  })
  hub.viewers.add(viewer)
  await catchUp(hub, viewer, lastId)
  return new Reply(
    200,
    { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    stream,
  )
}
