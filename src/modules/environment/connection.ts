import type { Socket } from 'node:net'
import { decode, type Fault, incomplete, type Packet } from '#protocols/hj212'
import { Bucket } from './bucket.ts'
import type { Desk } from './desk.ts'

/** What a connection asks of the gateway it belongs to. */
interface Host {
  readonly desk: Desk
  readonly limits: {
    connectionPerSecond: number
    connectionBurst: number
    inFlight: number
    packetMs: number
    firstMs: number
    idleMs: number
    refusedPackets: number
    refusedBytes: number
  }
  hasRoomFor(connection: Connection): boolean
  enter(): void
  leave(): void
}

/** Answers that the other side does not fetch. */
const mostUnsent = 256 * 1024

/**
 * One TCP connection. It is read only as fast as its packets are stored: a flood stays in the sender's own buffers.
 * Everything it holds is bounded: one packet begun, one chunk of packets read, and `inFlight` on their way.
 */
export class Connection {
  readonly #host: Host
  readonly #socket: Socket
  readonly #address: string
  readonly #since = performance.now()
  #rest: Uint8Array = new Uint8Array(0)
  #restSince = 0
  #backlog: Packet[] = []
  #inFlight = 0
  #timer: NodeJS.Timeout | undefined
  #lastGood: number | undefined
  #refusedPackets = 0
  #refusedBytes = 0
  readonly #pace: Bucket
  #hushed = false
  /** The other side has said its last word, and may still listen. */
  #ended = false
  #closed = false
  /** Called when the line is closed and everything read from it is handled. */
  onDone: () => void = () => {}

  constructor(host: Host, socket: Socket, address: string) {
    this.#host = host
    this.#pace = new Bucket(host.limits.connectionPerSecond, host.limits.connectionBurst)
    this.#socket = socket
    this.#address = address
    socket.on('data', (chunk) => this.#hear(chunk))
    socket.on('end', () => {
      this.#ended = true
      this.pump()
    })
    socket.on('error', () => this.cut())
    socket.on('close', () => this.#close())
  }

  /** Reads no more; what was read is still handled. */
  hush(): void {
    this.#hushed = true
    this.#socket.pause()
  }

  get isBusy(): boolean {
    return this.#inFlight > 0 || this.#backlog.length > 0
  }

  cut(): void {
    this.#socket.destroy()
  }

  /** Closes a connection that holds a packet open, brings nothing, or does not fetch its answers. */
  watch(now: number): void {
    const { packetMs, firstMs, idleMs } = this.#host.limits
    const isSlow = this.#rest.length > 0 && this.#backlog.length === 0 && now - this.#restSince > packetMs
    const isSilent =
      this.#lastGood === undefined ? now - this.#since > firstMs && this.#inFlight === 0 : now - this.#lastGood > idleMs
    if (isSlow || isSilent || this.#socket.writableLength > mostUnsent) this.cut()
  }

  /** Starts as many waiting packets as there is room for. Called again whenever room may have appeared. */
  pump(): void {
    while (this.#backlog.length > 0 && this.#inFlight < this.#host.limits.inFlight && !this.#timer) {
      if (!this.#host.hasRoomFor(this)) break
      const delay = this.#pace.take(performance.now())
      if (delay > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined
          this.pump()
        }, delay)
        break
      }
      void this.#handle(this.#backlog.shift() as Packet)
    }
    if (this.#closed && !this.isBusy) this.onDone()
    if (this.#ended && !this.isBusy && !this.#closed) this.#socket.end()
    if (this.#hushed) return
    if (this.#backlog.length > 0) this.#socket.pause()
    else this.#socket.resume()
  }

  #hear(chunk: Uint8Array): void {
    if (this.#hushed) return
    const hadRest = this.#rest.length > 0
    const { messages, errors, rest } = decode(hadRest ? Buffer.concat([this.#rest, chunk]) : chunk)
    // The chunk's buffer may be large; a few bytes of it must not keep it alive.
    this.#rest = rest.length > 0 ? Uint8Array.from(rest) : rest
    if (!hadRest || messages.length + errors.length > 0) this.#restSince = performance.now()
    for (const fault of errors) this.#refuse(fault)
    for (const packet of messages) this.#backlog.push(packet)
    this.pump()
  }

  #refuse(fault: Fault): void {
    this.#host.desk.refuse(fault, this.#address)
    this.#blame(fault.size)
  }

  #blame(bytes: number): void {
    this.#refusedPackets++
    this.#refusedBytes += bytes
    const { refusedPackets, refusedBytes } = this.#host.limits
    if (this.#refusedPackets > refusedPackets || this.#refusedBytes > refusedBytes) this.cut()
  }

  async #handle(packet: Packet): Promise<void> {
    this.#inFlight++
    this.#host.enter()
    try {
      const { answer, isGood } = await this.#host.desk.handle(packet, this.#address)
      if (isGood) {
        this.#lastGood = performance.now()
        this.#refusedPackets = 0
        this.#refusedBytes = 0
      } else this.#blame(packet.data.length)
      if (answer && this.#socket.writable) this.#socket.write(answer)
    } finally {
      this.#inFlight--
      this.#host.leave()
      this.pump()
    }
  }

  #close(): void {
    if (this.#rest.length > 0) this.#host.desk.refuse(incomplete(this.#rest), this.#address)
    this.#rest = new Uint8Array(0)
    // What was read before the line broke is still stored: its sender may never repeat it.
    this.#hushed = true
    this.#closed = true
    this.pump()
  }
}
