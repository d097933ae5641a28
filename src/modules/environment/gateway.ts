import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { defineSettings, networkOf, type Platform } from '#kernel'
import type { Intake } from '#engines/observations'
import { z } from 'zod'
import { Connection } from './connection.ts'
import { Desk } from './desk.ts'
import { Ledger } from './ledger.ts'
import { Registry } from './registry.ts'

const Limits = z.object({
  connections: z.number().int().positive(),
  /** Of one address (an IPv6 network counts as one), so that nobody takes all the lines there are. */
  connectionsPerAddress: z.number().int().positive(),
  /** Addresses behind which many devices stand: a relay, a balancer. They may take every line. */
  relays: z.array(z.string()),
  /** Packets per second, and the burst before that counts: of one connection (read more slowly), of one device (waits). */
  connectionPerSecond: z.number().positive(),
  connectionBurst: z.number().positive(),
  packetsPerSecond: z.number().positive(),
  burst: z.number().positive(),
  /** Packets of one device that may wait for their turn, over all its connections; more are refused. */
  waitingPerDevice: z.number().int().positive(),
  /** Packets of one connection, and of all, that wait for their commit. */
  inFlight: z.number().int().positive(),
  inFlightOfAll: z.number().int().positive(),
  /** Readings that wait for their commit, below what the intake takes: beyond it nothing more is read. */
  readingsOfAll: z.number().int().positive(),
  /** A packet once begun must be complete by then. */
  packetMs: z.number().positive(),
  /** A connection must bring a right packet of a known device by then. */
  firstMs: z.number().positive(),
  /** Real-time data come at least every hour. */
  idleMs: z.number().positive(),
  /** In a row, without one right packet between: then the connection is cut. */
  refusedPackets: z.number().int().positive(),
  refusedBytes: z.number().int().positive(),
})
export type GatewayLimits = z.infer<typeof Limits>

export const gatewaySettings = defineSettings(
  'environment.gateway',
  Limits.default({
    connections: 5000,
    connectionsPerAddress: 200,
    relays: ['127.0.0.1', '::1'],
    connectionPerSecond: 200,
    connectionBurst: 500,
    packetsPerSecond: 100,
    burst: 300,
    waitingPerDevice: 64,
    inFlight: 32,
    inFlightOfAll: 4000,
    readingsOfAll: 50_000,
    packetMs: 10_000,
    firstMs: 60_000,
    idleMs: 70 * 60_000,
    refusedPackets: 2000,
    refusedBytes: 1024 * 1024,
  }),
)

const stopMs = 5000
/** An IPv4 caller on a socket that hears both. */
const addressOf = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '')

/** HJ 212 over TCP: takes connections, watches their clocks, and shares out the room for packets on their way. */
export class Gateway {
  readonly limits: GatewayLimits
  readonly desk: Desk
  readonly #intake: Intake
  readonly #registry: Registry
  readonly #ledger: Ledger
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  /** Lines that each network holds now. */
  readonly #held = new Map<string, number>()
  /** Connections that have packets and found no room; the longest waiting is woken first. */
  readonly #waiting = new Set<Connection>()
  #inFlight = 0
  #timer: NodeJS.Timeout | undefined

  constructor(platform: Platform, intake: Intake, limits: GatewayLimits) {
    this.limits = limits
    this.#intake = intake
    this.#registry = new Registry(platform)
    this.#ledger = new Ledger(platform)
    this.desk = new Desk({ platform, intake, registry: this.#registry, ledger: this.#ledger, pace: limits })
    this.#server = createServer(
      { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 },
      (socket) => this.#welcome(socket),
    )
    this.#server.maxConnections = limits.connections
    this.#server.on('drop', (data) => this.#ledger.turnedAway(addressOf(data?.remoteAddress)))
  }

  /** Returns the port, which the system chooses when it is 0. */
  async start(port: number, host: string): Promise<number> {
    await this.#registry.start()
    this.#ledger.start()
    this.#timer = setInterval(() => this.#sweep(), 500)
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
    return (this.#server.address() as AddressInfo).port
  }

  /** Takes nothing new, lets what is under way be stored and answered, then hangs up. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const connection of this.#connections) connection.hush()
    for (const end = performance.now() + stopMs; this.#inFlight > 0 && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 20))
    this.desk.stop()
    for (const connection of this.#connections) connection.cut()
    await closed
    await this.#ledger.stop()
    await this.#registry.stop()
  }

  get connections(): number {
    return this.#connections.size
  }

  /** False: no room now; the connection is woken when there is. */
  hasRoomFor(connection: Connection): boolean {
    if (this.#inFlight < this.limits.inFlightOfAll && this.#intake.waiting < this.limits.readingsOfAll) return true
    this.#waiting.add(connection)
    return false
  }

  enter(): void {
    this.#inFlight++
  }

  leave(): void {
    this.#inFlight--
    const [next] = this.#waiting
    if (!next) return
    this.#waiting.delete(next)
    next.pump()
  }

  #welcome(socket: Socket): void {
    const address = addressOf(socket.remoteAddress)
    const network = networkOf(address)
    const held = this.#held.get(network) ?? 0
    if (held >= this.limits.connectionsPerAddress && !this.limits.relays.includes(address)) {
      this.#ledger.turnedAway(address)
      socket.destroy()
      return
    }
    this.#held.set(network, held + 1)
    socket.once('close', () => this.#letGo(network))
    const connection = new Connection(this, socket, address)
    this.#connections.add(connection)
    connection.onDone = () => void this.#connections.delete(connection)
  }

  #letGo(network: string): void {
    const held = (this.#held.get(network) ?? 1) - 1
    if (held > 0) this.#held.set(network, held)
    else this.#held.delete(network)
  }

  #sweep(): void {
    const now = performance.now()
    for (const connection of this.#connections) connection.watch(now)
    this.desk.sweep(now)
  }
}
