import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The real platform as its own process, as `npm start` runs it, with nothing inherited from this one. */
export interface PlatformProcess {
  readonly url: string
  readonly hj212Port: number
  readonly pid: number
  /** Everything it has printed. */
  readonly output: () => string
  /** As a user stops it. */
  stop: () => Promise<number | null>
  /** As a power cut for the process: SIGKILL. */
  kill: () => Promise<void>
}

export interface StartOptions {
  /** Variables of the platform's configuration: DATABASE_URL, DATA_DIR … */
  settings: Record<string, string>
  port?: number
  hj212Port?: number
  nodeArgs?: string[]
  /** Most seconds until it listens; a first start migrates and plants the demo. */
  withinSeconds?: number
}

/** A port nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('exit', (code) => resolve(code))
  })

/** Starts the server and waits until it says that it is there. Rejects with what it printed when it ends instead. */
export async function startPlatform(options: StartOptions): Promise<PlatformProcess> {
  const port = options.port ?? (await freePort())
  const hj212Port = options.hj212Port ?? (await freePort())
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...(options.nodeArgs ?? []), 'src/app/server.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        HJ212_PORT: String(hj212Port),
        DEMO: '1',
        DEMO_RECORDS: '0',
        SIMULATE: '0',
        LOG_LEVEL: 'warn',
        ...options.settings,
      },
    },
  )
  // A story that fails half-way leaves nothing running behind it.
  const orphan = () => child.kill('SIGKILL')
  process.once('exit', orphan)
  child.once('exit', () => process.off('exit', orphan))
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-100_000)))
  await listening(child, () => printed, options.withinSeconds ?? 120)
  return {
    url: `http://127.0.0.1:${port}`,
    hj212Port,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async () => {
      child.kill('SIGTERM')
      return ended(child)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
  }
}

export function listening(child: ChildProcess, printed: () => string, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => finish(new Error(`The platform did not start within ${seconds} s:\n${printed()}`)),
      seconds * 1000,
    )
    const finish = (error?: Error) => {
      clearTimeout(timer)
      child.stdout?.off('data', look)
      child.off('exit', onExit)
      if (!error) return resolve()
      child.kill('SIGKILL')
      reject(error)
    }
    const look = () => printed().includes('Database:') && finish()
    const onExit = () => finish(new Error(`The platform ended while starting:\n${printed()}`))
    child.stdout?.on('data', look)
    child.once('exit', onExit)
  })
}
