import { connect, type Socket } from 'node:net'
import { type Crc, decode, encode, type Outgoing } from '../../src/protocols/hj212.ts'

export type Delivery = 'acknowledged' | 'unanswered' | 'lost'

/** Standard: 10 s, then up to three resends. */
const ANSWER_MS = 10_000
const RESENDS = 3

export interface LineOptions {
  host: string
  port: number
  answerMs?: number
  resends?: number
  /** Called for every attempt, also resends. */
  onSend?: (bytes: Uint8Array) => void
}

/**
 * One monitor's TCP line to the platform: connects when there is something to send, sends one packet at a time,
 * waits for 9014, resends what was not answered, and reconnects after a break.
 */
export class Line {
  readonly #options: Required<Omit<LineOptions, 'onSend'>> & Pick<LineOptions, 'onSend'>
  #socket: Socket | undefined
  #rest: Uint8Array = new Uint8Array()
  #last: Promise<unknown> = Promise.resolve()
  #waiting: { qn: string; done: (answered: boolean) => void } | undefined
  #closed = false

  constructor(options: LineOptions) {
    this.#options = { answerMs: ANSWER_MS, resends: RESENDS, ...options }
  }

  /** Sends after everything sent before has been answered or given up. A packet that asks for no answer counts as acknowledged once written. */
  send(packet: Outgoing, crc: Crc = 'hj212'): Promise<Delivery> {
    const bytes = encode(packet, crc)
    const sent = this.#last.then(() => this.#deliver(bytes, packet.flag & 1 ? (packet.qn ?? '') : undefined))
    this.#last = sent.catch(() => undefined)
    return sent
  }

  /** Bytes as they are, for devices that talk nonsense. */
  async raw(bytes: Uint8Array): Promise<void> {
    const socket = await this.#connected()
    await new Promise<void>((resolve) => void socket.write(bytes, () => resolve()))
  }

  close(): void {
    this.#closed = true
    this.#waiting?.done(false)
    this.#socket?.destroy()
  }

  async #deliver(bytes: Uint8Array, qn: string | undefined): Promise<Delivery> {
    for (let attempt = 0; attempt <= this.#options.resends && !this.#closed; attempt++) {
      try {
        const socket = await this.#connected()
        const answered = qn === undefined ? undefined : this.#answer(qn)
        this.#options.onSend?.(bytes)
        socket.write(bytes)
        if (!answered || (await answered)) return 'acknowledged'
      } catch {
        await pause(Math.min(1000 * 2 ** attempt, 8000))
      }
    }
    return this.#socket ? 'unanswered' : 'lost'
  }

  #answer(qn: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(false), this.#options.answerMs)
      const done = (answered: boolean) => {
        clearTimeout(timer)
        this.#waiting = undefined
        resolve(answered)
      }
      this.#waiting = { qn, done }
    })
  }

  async #connected(): Promise<Socket> {
    if (this.#socket && !this.#socket.destroyed) return this.#socket
    const socket = await openSocket(this.#options.host, this.#options.port)
    this.#socket = socket
    this.#rest = new Uint8Array()
    socket.on('data', (chunk) => this.#hear(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = undefined
      this.#waiting?.done(false)
    })
    return socket
  }

  #hear(chunk: Uint8Array): void {
    const { messages, rest } = decode(Buffer.concat([this.#rest, chunk]))
    this.#rest = rest
    for (const answer of messages) if (answer.cn === '9014' && (answer.qn ?? '') === this.#waiting?.qn) this.#waiting.done(true)
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export function openSocket(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}
