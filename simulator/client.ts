import type { Picture } from './picture.ts'

/** Demo accounts exist only in demo mode (README). */
export const DEMO_PASSWORD = 'Qingpu-demo-2026'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: actors read the parts they are about
  body: any
  /** What a refusal for too many calls asks for. */
  waitSeconds: number
}

/** One person's hands on the public HTTP interface. */
export class Client {
  readonly base: string
  readonly account: string
  readonly #password: string
  #token: string | undefined
  #signingIn: Promise<void> | undefined

  /** `account` empty: somebody who is not signed in. */
  constructor(base: string, account = '', password = DEMO_PASSWORD) {
    this.base = base.replace(/\/$/, '')
    this.account = account
    this.#password = password
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body?: unknown) => this.call('POST', path, body)
  put = (path: string, body?: unknown) => this.call('PUT', path, body)
  patch = (path: string, body?: unknown) => this.call('PATCH', path, body)

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    if (this.account && !this.#token) await this.signIn()
    const answer = await this.#patiently(method, path, body)
    if (answer.status !== 401 || !this.account) return answer
    this.#token = undefined
    await this.signIn()
    return this.#patiently(method, path, body)
  }

  /** Like `call`, for steps that must go well: throws with what the platform said. */
  async must(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.call(method, path, body)
    if (answer.status >= 300)
      throw new Error(
        `${this.account || 'anonymous'} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 600)}`,
      )
    return answer.body
  }

  async upload(picture: Picture): Promise<string> {
    const form = new FormData()
    form.append('file', new Blob([picture.bytes], { type: picture.type }), picture.name)
    const { id } = await this.must('POST', '/api/files', form)
    return id as string
  }

  signIn(): Promise<void> {
    this.#signingIn ??= this.#openSession().finally(() => {
      this.#signingIn = undefined
    })
    return this.#signingIn
  }

  async token(): Promise<string> {
    if (!this.#token) await this.signIn()
    return this.#token ?? ''
  }

  /** Too many calls: waits as long as the platform asks. */
  async #patiently(method: string, path: string, body?: unknown): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#send(method, path, body)
      if (answer.status !== 429 || attempt === 5) return answer
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, answer.waitSeconds) * 1000))
    }
  }

  async #openSession(): Promise<void> {
    const answer = await this.#patiently('POST', '/api/identity/sign-in', {
      account: this.account,
      password: this.#password,
      client: 'api',
    })
    if (answer.status !== 200)
      throw new Error(`"${this.account}" cannot sign in: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`)
    this.#token = answer.body.token
  }

  async #send(method: string, path: string, body?: unknown): Promise<Answer> {
    const isForm = body instanceof FormData
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      waitSeconds: Number(response.headers.get('retry-after') ?? 0),
    }
  }
}
