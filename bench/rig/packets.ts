import { connect, type Socket } from 'node:net'
import { encode, writeContent } from '../../src/protocols/hj212.ts'
import { instantToLocal } from '../../src/protocols/local-time.ts'
import type { Identity } from '../../simulator/hj212/monitor.ts'

const ZONE = 'Asia/Shanghai'
let lastQn = Date.now()

/** Each monitor's next time of measurement: earlier hours of this day, so that nothing lies in the future. */
const times = new Map<string, number>()
export function nextTime({ mn }: Identity): Date {
  const at = times.get(mn) ?? Date.now() - 20 * 3_600_000
  times.set(mn, at + 1000)
  return new Date(at)
}

/** A real-time packet that asks for its answer; every QN and every value is new. */
export function packet(
  { mn, password, profile }: Identity,
  at: Date,
  valueOf: (mean: number, limit: number | undefined) => number = (mean) => mean * (0.9 + Math.random() * 0.2),
): Buffer {
  const factors = profile.curves.map(({ code, mean, limit }) => ({
    code,
    fields: { Rtd: valueOf(mean, limit).toFixed(3), Flag: 'N' },
  }))
  const content = writeContent({ DataTime: instantToLocal(at, ZONE) }, factors)
  return Buffer.from(
    encode({ qn: instantToLocal(new Date(lastQn++), ZONE, 17), st: profile.st, cn: '2011', pw: password, mn, flag: 5, content }),
  )
}

export const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })

const ANSWER = Buffer.from('CN=9014')

/** Sends packets one after another, each when the one before is acknowledged; gives the time each took. */
export function converse(socket: Socket, packets: readonly Buffer[], onAck: (ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0
    let sentAt = 0
    let rest: Buffer = Buffer.alloc(0)
    const send = () => {
      const bytes = packets[next++]
      if (!bytes) return void resolve()
      sentAt = performance.now()
      socket.write(bytes)
    }
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const end = rest.lastIndexOf(10)
      if (end < 0) return
      const isAck = rest.subarray(0, end).includes(ANSWER)
      rest = rest.subarray(end + 1)
      if (!isAck) return
      onAck(performance.now() - sentAt)
      send()
    })
    socket.once('close', () => reject(new Error(`The gateway closed the line after ${next} packets`)))
    socket.once('error', reject)
    send()
  })
}
