import fc from 'fast-check'
import { drawing } from './drawing.testing.ts'

/**
 * Processes made of blocks, for tests against oracles: the block says by itself which tasks are open, without tokens and joins.
 * A condition is the name of a variable that the test sets anew before every step.
 */
export type Block =
  | { is: 'task' }
  | { is: 'skip' }
  | { is: 'joint'; inTurn: boolean }
  | { is: 'seq'; parts: Block[] }
  /** `conditions` stand on all ways but the last, which is the default; a parallel one has none. */
  | { is: 'and' | 'xor' | 'or'; parts: Block[]; conditions: string[] }
  | { is: 'loop'; body: Block; again: string }
  | { is: 'sub'; body: Block }
  /** A task with a timer: it takes the token to a task for the late, or opens one beside it that ends by itself. */
  | { is: 'timed'; interrupting: boolean }

export const flags = ['v0', 'v1', 'v2'] as const
export type Flags = Record<(typeof flags)[number], boolean>
export const jointSize = 2

const flag = fc.constantFrom(...flags)
export const blocks = (withInclusive: boolean, withTimers = false): fc.Arbitrary<Block> =>
  fc.letrec<{ block: Block; parts: Block[] }>((tie) => ({
    parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 4, arbitrary: fc.constant<Block>({ is: 'task' }) },
      { weight: 1, arbitrary: fc.boolean().map((inTurn): Block => ({ is: 'joint', inTurn })) },
      { weight: 2, arbitrary: tie('parts').map((parts): Block => ({ is: 'seq', parts })) },
      { weight: 3, arbitrary: tie('parts').map((parts): Block => ({ is: 'and', parts, conditions: [] })) },
      {
        weight: 2,
        arbitrary: fc.tuple(tie('parts'), fc.array(flag, { minLength: 2, maxLength: 2 }), fc.boolean()).map(
          ([parts, conditions, empty]): Block => ({
            is: 'xor',
            parts: empty ? [...parts.slice(1), { is: 'skip' }] : parts,
            conditions,
          }),
        ),
      },
      { weight: 1, arbitrary: fc.tuple(tie('block'), flag).map(([body, again]): Block => ({ is: 'loop', body, again })) },
      { weight: 1, arbitrary: tie('block').map((body): Block => ({ is: 'sub', body })) },
      ...(withTimers
        ? [{ weight: 2, arbitrary: fc.boolean().map((interrupting): Block => ({ is: 'timed', interrupting })) }]
        : []),
      ...(withInclusive
        ? [
            {
              weight: 4,
              arbitrary: fc
                .tuple(tie('parts'), fc.array(flag, { minLength: 2, maxLength: 2 }))
                .map(([parts, conditions]): Block => ({ is: 'or', parts, conditions })),
            },
          ]
        : []),
    ),
  })).block

/** Choices inside parallel blocks, or parallel blocks inside loops: bpmn-engine then counts ways not taken as arrivals at the join. */
export function mixesChoiceAndParallel(block: Block, inside: { parallel?: boolean; loop?: boolean } = {}): boolean {
  if (inside.parallel && (block.is === 'loop' || block.is === 'xor')) return true
  if (inside.loop && block.is === 'and') return true
  const within = { parallel: inside.parallel || block.is === 'and', loop: inside.loop || block.is === 'loop' }
  if ('body' in block) return mixesChoiceAndParallel(block.body, within)
  return 'parts' in block && block.parts.some((part) => mixesChoiceAndParallel(part, within))
}

/** `ours` and `bpmn-engine` write joint steps differently; everything else is the same file. */
export type Dialect = 'ours' | 'bpmn-engine'

export function draw(block: Block, dialect: Dialect): string {
  let made = 0
  const lines: string[] = []
  const id = (kind: string) => `${kind}${++made}`
  const flow = (from: string, to: string, condition?: string) => {
    const name = id('f')
    lines.push(
      `<sequenceFlow id="${name}" sourceRef="${from}" targetRef="${to}">${condition ? `<conditionExpression xsi:type="tFormalExpression">\${environment.variables.${condition}}</conditionExpression>` : ''}</sequenceFlow>`,
    )
    return name
  }
  /** Draws the block after `from` and returns where it goes on from; `condition` stands on the flow into it. */
  const put = (part: Block, from: string, condition?: string): { entry: string | null; exit: string } => {
    const node = (kind: string, tag: string, body = '') => {
      const name = id(kind)
      lines.push(`<${tag} id="${name}">${body}</${tag}>`)
      return name
    }
    switch (part.is) {
      case 'skip':
        return { entry: null, exit: from }
      case 'task': {
        const name = node('task', 'userTask')
        return { entry: flow(from, name, condition), exit: name }
      }
      case 'timed': {
        const name = node('timed', 'userTask')
        const entry = flow(from, name, condition)
        const timer = id('timer')
        lines.push(
          `<boundaryEvent id="${timer}" attachedToRef="${name}" cancelActivity="${part.interrupting}"><timerEventDefinition district:limit="1 working-days"/></boundaryEvent>`,
        )
        const late = node('late', 'userTask')
        flow(timer, late)
        const after = node('after', part.interrupting ? 'exclusiveGateway' : 'endEvent')
        flow(late, after)
        if (!part.interrupting) return { entry, exit: name }
        flow(name, after)
        return { entry, exit: after }
      }
      case 'joint': {
        const size = dialect === 'ours' ? 'district:over="environment.variables.asked"' : ''
        const inner = dialect === 'ours' ? '' : `<loopCardinality xsi:type="tFormalExpression">${jointSize}</loopCardinality>`
        const name = node(
          'joint',
          'userTask',
          `<multiInstanceLoopCharacteristics isSequential="${part.inTurn}" ${size}>${inner}</multiInstanceLoopCharacteristics>`,
        )
        return { entry: flow(from, name, condition), exit: name }
      }
      case 'sub': {
        const name = id('sub')
        lines.push(`<subProcess id="${name}">`)
        const start = node('start', 'startEvent')
        const { exit } = put(part.body, start)
        flow(exit, node('end', 'endEvent'))
        lines.push('</subProcess>')
        return { entry: flow(from, name, condition), exit: name }
      }
      case 'seq': {
        let [exit, entry]: [string, string | null] = [from, null]
        for (const inner of part.parts) {
          const placed = put(inner, exit, entry === null ? condition : undefined)
          entry ??= placed.entry
          exit = placed.exit
        }
        return { entry, exit }
      }
      case 'loop': {
        const merge = node('merge', 'exclusiveGateway')
        const entry = flow(from, merge, condition)
        // A task first, so that every round waits for someone.
        const { exit } = put({ is: 'seq', parts: [{ is: 'task' }, part.body] }, merge)
        const at = lines.length
        const check = id('check')
        lines.splice(at, 0, '')
        flow(exit, check)
        flow(check, merge, part.again)
        const out = node('out', 'exclusiveGateway')
        lines[at] = `<exclusiveGateway id="${check}" default="${flow(check, out)}"/>`
        return { entry, exit: out }
      }
      case 'and':
      case 'xor':
      case 'or': {
        const tag = part.is === 'and' ? 'parallelGateway' : part.is === 'xor' ? 'exclusiveGateway' : 'inclusiveGateway'
        const split = id('split')
        const at = lines.push('') - 1
        const entry = flow(from, split, condition)
        const close = node('close', tag)
        let byDefault = ''
        for (const [i, inner] of part.parts.entries()) {
          const last = i === part.parts.length - 1
          const on = part.is === 'and' || last ? undefined : part.conditions[i % part.conditions.length]
          const placed = put(inner, split, on)
          const joined = flow(placed.exit, close, placed.entry === null ? on : undefined)
          if (last) byDefault = placed.entry ?? joined
        }
        lines[at] = `<${tag} id="${split}" ${part.is === 'and' ? '' : `default="${byDefault}"`}/>`
        return { entry, exit: close }
      }
    }
  }
  lines.push('<startEvent id="begin"/>')
  const { exit } = put(block, 'begin')
  lines.push('<endEvent id="finish"/>')
  flow(exit, 'finish')
  return drawing(lines.join('\n'))
}

/** The block playing itself: which tasks are open, by the names that `draw` gives them. */
export interface Play {
  open: () => string[]
  /** One of the open tasks is done. */
  done: (task: string) => void
  over: () => boolean
}

export function playBlock(block: Block, flagsNow: () => Flags): Play {
  let made = 0
  const id = (kind: string) => `${kind}${++made}`
  type Live = { open: () => string[]; done: (task: string) => void; over: () => boolean }
  type Begin = () => Live
  const nothing: Live = { open: () => [], done: () => {}, over: () => true }
  const wait = (name: string, times: number, atOnce: boolean): Live => {
    let left = times
    return {
      open: () => Array.from({ length: atOnce ? left : Math.min(1, left) }, () => name),
      done: () => void left--,
      over: () => left === 0,
    }
  }
  const together = (lives: Live[]): Live => ({
    open: () => lives.flatMap((live) => live.open()),
    done: (task) => lives.find((live) => live.open().includes(task))?.done(task),
    over: () => lives.every((live) => live.over()),
  })
  const chain = (steps: (() => Begin | null)[]): Live => {
    let at = 0
    let live: Live = nothing
    const go = () => {
      while (live.over() && at < steps.length) {
        const begin = steps[at++]?.()
        live = begin ? begin() : nothing
      }
    }
    go()
    return {
      open: () => live.open(),
      done: (task) => {
        live.done(task)
        go()
      },
      over: () => live.over() && at >= steps.length,
    }
  }
  /** Numbers the parts in the very order in which `draw` does. */
  const prepare = (part: Block): Begin => {
    switch (part.is) {
      case 'skip':
        return () => nothing
      case 'task': {
        const name = id('task')
        id('f')
        return () => wait(name, 1, true)
      }
      case 'timed':
        throw new Error('Timers are not for oracles')
      case 'joint': {
        const name = id('joint')
        id('f')
        return () => wait(name, jointSize, !part.inTurn)
      }
      case 'sub': {
        id('sub')
        id('start')
        const body = prepare(part.body)
        id('end')
        id('f')
        id('f')
        return body
      }
      case 'seq': {
        const parts = part.parts.map((inner) => prepare(inner))
        return () => chain(parts.map((begin) => () => begin))
      }
      case 'loop': {
        id('merge')
        id('f')
        const body = prepare({ is: 'seq', parts: [{ is: 'task' }, part.body] })
        for (const kind of ['check', 'f', 'f', 'out', 'f']) id(kind)
        const again = (): Live => {
          const rounds: (() => Begin | null)[] = [() => body]
          const check = () => {
            if (flagsNow()[part.again as keyof Flags]) rounds.push(() => body, check)
            return null
          }
          rounds.push(check)
          return chain(rounds)
        }
        return again
      }
      case 'and':
      case 'xor':
      case 'or': {
        for (const kind of ['split', 'f', 'close']) id(kind)
        const parts = part.parts.map((inner) => {
          const begin = prepare(inner)
          id('f')
          return begin
        })
        return () => {
          if (part.is === 'and') return together(parts.map((begin) => begin()))
          const now = flagsNow()
          const chosen = parts.slice(0, -1).filter((_, i) => now[part.conditions[i % part.conditions.length] as keyof Flags])
          const taken = chosen.length === 0 ? parts.slice(-1) : part.is === 'xor' ? chosen.slice(0, 1) : chosen
          return together(taken.map((begin) => begin()))
        }
      }
    }
  }
  return prepare(block)()
}
