import { Client } from '../client.ts'
import { snapshot } from '../picture.ts'
import { anyMotif, type World } from './world.ts'

/** Who sits at the desks; whatever waits in their inbox is theirs to do. */
export const units = ['greening', 'roads', 'construction', 'water', 'xiayang', 'zhujiajiao'] as const
export const desks = ['dispatcher', 'patrol1', 'patrol2', 'supervisor', ...units] as const
export type Desk = (typeof desks)[number]

/** Handling units with somebody at a desk, as paths; what goes to others stays there. */
export async function askUnits(url: string): Promise<string[]> {
  const answers = await Promise.all(desks.map((desk) => new Client(url, desk).must('GET', '/api/identity/me')))
  return (answers as { organisation: { path: string } | null; capabilities: string[] }[])
    .filter(({ capabilities }) => capabilities.includes('city-management.handle'))
    .flatMap(({ organisation }) => organisation?.path ?? [])
}

interface Action {
  id: string
  href: string
  main: boolean
}

interface Detail {
  id: string
  number: string
  state: string
  version: number
  actions: Action[]
  proposal: { unit: { path: string } } | null
  similar: { id: string; likeness: number }[]
  suspended: unknown
}

type Choice = { action: string; body: Record<string, unknown>; says: string; photo?: 'mended' }

/** One desk: takes a task out of its inbox, opens the case, does what the page offers. */
export class Worker {
  readonly desk: Desk
  readonly #client: Client
  readonly #world: World
  readonly #units: readonly string[]

  constructor(desk: Desk, world: World, units: readonly string[]) {
    this.desk = desk
    this.#units = units
    this.#world = world
    this.#client = new Client(world.options.url, desk)
  }

  /** False when nothing waits. */
  async next(): Promise<boolean> {
    const { items } = (await this.#client.must('GET', '/api/process/inbox?limit=20')) as {
      items: { subject: string; mayComplete: boolean }[]
    }
    const open = items.filter(({ subject, mayComplete }) => mayComplete && subject.startsWith('cases.case:'))
    if (open.length === 0) return false
    await this.act(this.#world.random.pick(open).subject.slice('cases.case:'.length))
    return true
  }

  /** Does the next thing on this case, if the page offers this person anything; says which action it was. */
  async act(id: string, wanted?: string): Promise<string | undefined> {
    const answer = await this.#client.get(`/api/city-management/cases/${id}`)
    if (answer.status !== 200) return undefined
    const detail = answer.body as Detail
    const offered = new Map(detail.actions.map((action) => [action.id, action]))
    const choice = this.#choose(detail, offered, wanted)
    const action = choice && offered.get(choice.action)
    if (!choice || !action) return undefined
    const photos = choice.photo
      ? { photos: [await this.#client.upload(snapshot(this.#world.random, anyMotif(this.#world.random), true))] }
      : {}
    const { status, body } = await this.#client.post(action.href, { version: detail.version, ...choice.body, ...photos })
    if (status < 300) this.#world.tally.add(choice.says)
    else this.#world.tally.add(status === 409 ? 'too late' : `refused ${body?.code ?? status}`)
    return status < 300 ? choice.action : undefined
  }

  #choose(detail: Detail, offered: Map<string, Action>, wanted: string | undefined): Choice | undefined {
    if (wanted) return this.#make(wanted, detail)
    const { random } = this.#world
    const twin = detail.similar.find(({ likeness }) => likeness > 0.6)
    if (twin && offered.has('merge') && random.chance(0.4))
      return { action: 'merge', says: 'merged', body: { into: twin.id, reason: '与已有案件为同一事件' } }
    if (detail.suspended && offered.has('resume')) return random.chance(0.3) ? this.#make('resume', detail) : undefined
    if (offered.has('suspend') && random.chance(0.03)) return this.#make('suspend', detail)
    if (offered.has('handle'))
      return this.#make(
        random.weighted([
          ['handle', 78],
          ['reject', 6],
          ['request-delay', 8],
          ['later', 8],
        ] as const),
        detail,
      )
    if (offered.has('rework') && random.chance(0.12)) return this.#make('rework', detail)
    const main = detail.actions.find((action) => action.main)
    return main && this.#make(main.id, detail)
  }

  /** What is written into the form of an action. */
  #make(action: string, { proposal }: Detail): Choice | undefined {
    const { random } = this.#world
    const forms: Record<string, () => Omit<Choice, 'action'>> = {
      accept: () =>
        random.chance(0.94)
          ? { says: 'accepted', body: { accept: true } }
          : { says: 'not accepted', body: { accept: false, reason: '不属于城市管理范围，已告知反映渠道' } },
      file: () =>
        random.chance(0.95)
          ? { says: 'filed', body: { file: true } }
          : { says: 'not filed', body: { file: false, reason: '现场核实未发现所述问题' } },
      dispatch: () => ({
        says: 'dispatched',
        body: { unit: this.#unit(proposal?.unit.path), note: '请按时限处置', ...this.#hurry() },
      }),
      handle: () => ({
        says: 'handled',
        body: { explanation: random.pick(['已清理完毕，现场恢复整洁。', '已修复，恢复正常使用。', '已联系责任单位整改到位。']) },
        photo: 'mended',
      }),
      reject: () => ({ says: 'returned', body: { reason: '不在本单位管辖范围，建议重新派遣' } }),
      'request-delay': () => ({ says: 'delay asked', body: { reason: '需采购配件，申请延期', amount: random.int(2, 8) } }),
      'decide-delay': () =>
        random.chance(0.75)
          ? { says: 'delay granted', body: { grant: true } }
          : { says: 'delay refused', body: { grant: false, reason: '已有备件，请按原时限处置' } },
      verify: () => ({ says: 'verified', body: { passed: true, result: '到场核查，问题已解决' }, photo: 'mended' }),
      rework: () => ({ says: 'rework', body: { reason: '核查发现处置不彻底，请返工' } }),
      close: () => ({ says: 'closed', body: { summary: '处置到位，材料齐全' } }),
      suspend: () => ({
        says: 'suspended',
        body: { reason: '受天气影响暂缓施工', until: new Date(this.#world.now().getTime() + 2 * 86_400_000).toISOString() },
      }),
      resume: () => ({ says: 'resumed', body: { reason: '条件已具备，恢复办理' } }),
      void: () => ({ says: 'void', body: { reason: '重复录入，作废' } }),
    }
    const form = forms[action]
    return form && { action, ...form() }
  }

  #unit(proposed: string | undefined): string {
    const { random } = this.#world
    if (proposed && (this.#units.some((path) => proposed.startsWith(path)) || random.chance(0.2))) return proposed
    return random.pick(this.#units)
  }

  /** Now and then somebody is given only minutes: those come late. */
  #hurry() {
    const { random } = this.#world
    return random.chance(0.15) ? { limit: { amount: random.pick([0.02, 0.05, 0.1]), clock: 'urgent-hours' } } : {}
  }
}
