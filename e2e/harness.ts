import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const root = fileURLToPath(new URL('../', import.meta.url))
const output = join(root, 'e2e', 'output')
const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export interface District {
  url: string
  hj212Port: number
  browser: Browser
  /** A fresh browser profile, signed in as a demo account, or nobody. */
  open: (account?: string, options?: Visit) => Promise<Page>
  stop: () => Promise<void>
}

export interface Visit {
  width?: number
  height?: number
  locale?: 'zh-CN' | 'en-GB'
  position?: { latitude: number; longitude: number }
  path?: string
  /** The browser's time zone. */
  zone?: string
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

let furnished: Promise<string> | undefined

/** A folder in which the demo has been set up once: every story begins with a copy of it, instead of all the migrations and seeds. */
async function furnishedFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'district-furnished-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await (await startIn(folder, {})).stop()
  return folder
}

/** The whole platform as its own process on a folder of its own, in demo mode. */
async function startPlatform(environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'district-'))
  if (!('DEMO' in environment)) cpSync(await (furnished ??= furnishedFolder()), folder, { recursive: true })
  const platform = await startIn(folder, environment)
  const stop = async () => {
    await platform.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...platform, stop }
}

async function startIn(folder: string, environment: Record<string, string>) {
  const [port, hj212Port] = [await freePort(), await freePort()]
  const env = {
    ...process.env,
    DATABASE_URL: '',
    PORT: String(port),
    HOST: '127.0.0.1',
    HJ212_PORT: String(hj212Port),
    DATA_DIR: folder,
    DEMO: '1',
    DEMO_RECORDS: '0',
    SIMULATE: '0',
    RATE_LIMIT_FACTOR: '1000',
    ...environment,
  } as NodeJS.ProcessEnv
  delete env['DATABASE_URL']
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/app/server.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk))
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(`${url}/api/identity/platform`, child, () => said)
  return { url, hj212Port, stop: () => stopPlatform(child) }
}

async function untilAnswers(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The platform ended with ${child.exitCode}:\n${said()}`)
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  throw new Error(`The platform did not answer within two minutes:\n${said()}`)
}

async function stopPlatform(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(hard)
}

/** `const district = await startDistrict()` in beforeAll; `await district.stop()` in afterAll. */
export async function startDistrict(environment: Record<string, string> = {}): Promise<District> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html'))) throw new Error('The pages are not built: run "npm run build" first.')
  const platform = await startPlatform(environment)
  const executablePath = process.env['CHROMIUM_PATH'] ?? chromiumPaths.find((path) => existsSync(path))
  if (!executablePath) throw new Error('No Chromium found: install one, or set CHROMIUM_PATH.')
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ]
  const browser = await chromium.launch({ executablePath, args })
  const stop = async () => {
    await browser.close()
    await platform.stop()
  }
  return {
    url: platform.url,
    hj212Port: platform.hj212Port,
    browser,
    open: (account, visit) => open(browser, platform.url, account, visit),
    stop,
  }
}

const faults = new WeakMap<Page, string[]>()
/** What the page complained about in its console; a story ends with `expect(complaints(page)).toEqual([])`. */
export const complaints = (page: Page): string[] => faults.get(page) ?? []

async function open(browser: Browser, url: string, account: string | undefined, visit: Visit = {}): Promise<Page> {
  const {
    width = 1280,
    height = width < 500 ? 844 : width > 1800 ? 1080 : 800,
    locale = 'zh-CN',
    zone = 'Asia/Shanghai',
    position,
    path = '/',
  } = visit
  const context: BrowserContext = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale,
    timezoneId: zone,
    hasTouch: width < 500,
    isMobile: width < 500,
    reducedMotion: 'reduce',
    ...(position && { geolocation: position, permissions: ['geolocation'] }),
  })
  if (account) await signIn(context, account)
  const page = await context.newPage()
  const heard: string[] = []
  faults.set(page, heard)
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) heard.push(message.text())
  })
  await page.goto(path)
  await settled(page)
  return page
}

async function signIn(context: BrowserContext, account: string): Promise<void> {
  const accounts = (await (await context.request.get('/api/identity/demo-accounts')).json()) as {
    items: { account: string; password: string }[]
  }
  const password = accounts.items.find((item) => item.account === account)?.password
  if (!password) throw new Error(`There is no demo account "${account}".`)
  const answer = await context.request.post('/api/identity/sign-in', { data: { account, password } })
  if (!answer.ok()) throw new Error(`Signing in as "${account}" was refused: ${await answer.text()}`)
}

/** Until nothing is being read any more; a live stream never ends, so the network being idle is no measure. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('#main')
  const deadline = Date.now() + 20_000
  for (let quiet = 0; quiet < 3 && Date.now() < deadline; ) {
    await page.waitForTimeout(80)
    quiet = (await page.locator('.loading, [aria-busy="true"]').count()) === 0 ? quiet + 1 : 0
  }
}

/** Fails on anything that axe-core calls serious or critical, with the place and the reason. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }))
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`)
}

/** Pictures for people: the page on a phone and on a desk, in e2e/output. */
export async function look(
  page: Page,
  name: string,
  sizes: readonly [number, number][] = [
    [390, 844],
    [1280, 800],
  ],
): Promise<void> {
  mkdirSync(output, { recursive: true })
  const before = page.viewportSize()
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await settled(page)
    await page.screenshot({ path: join(output, `${name}-${width}.png`) })
  }
  if (before) await page.setViewportSize(before)
}
