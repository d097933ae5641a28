import { describe, expect, test } from 'vitest'
import { loadBpmn } from './bpmn.ts'
import type { Definition } from './definition.ts'
import { drawing, flows } from './drawing.testing.ts'
import { execute } from './execution.ts'
import { type Command, type Effect, newState, type State } from './state.ts'

/** Plays a process by step names and remembers what happened. */
function player(definition: Definition, variables: Record<string, unknown> = {}) {
  let state: State = newState(variables)
  let made = 0
  let effects: Effect[] = []
  const act = (command: Command) => {
    ;({ state, effects } = execute(definition, state, command, () => `t${++made}`))
    return effects
  }
  act({ do: 'start' })
  const taskAt = (step: string) => state.tasks.find((task) => task.step === step)?.id ?? `no task at ${step}`
  return {
    act,
    taskAt,
    done: (step: string, outcome = 'ok', more?: Record<string, unknown>) =>
      act({ do: 'complete', task: taskAt(step), outcome, ...(more && { variables: more }) }),
    open: () => state.tasks.map((task) => task.step).toSorted(),
    state: () => state,
    voided: () => effects.flatMap((effect) => (effect.is === 'task-void' ? [effect.task.step] : [])).toSorted(),
  }
}

const play = async (body: string, variables?: Record<string, unknown>) => player(await loadBpmn(drawing(body)), variables)
const users = (...ids: string[]) => ids.map((id) => `<userTask id="${id}"/>`).join('')
const refused = (code: string) => expect.objectContaining({ code })

describe('gateways', () => {
  test('exclusive: the first condition met, else the default; nothing met is refused and changes nothing', async () => {
    const body = (more: string) =>
      `<startEvent id="s"/>${users('a', 'yes', 'no')}<exclusiveGateway id="g" ${more}/><endEvent id="e"/>`
    const p = await play(
      body('default="g_no"') + flows('s>a', 'a>g', 'g>yes: outcome == "ok" and n > 2', 'g>no', 'yes>e', 'no>e'),
      { n: 3 },
    )
    p.done('a')
    expect(p.open()).toEqual(['yes'])
    const q = await play(
      body('default="g_no"') + flows('s>a', 'a>g', 'g>yes: outcome == "ok" and n > 2', 'g>no', 'yes>e', 'no>e'),
      { n: 2 },
    )
    q.done('a')
    expect(q.open()).toEqual(['no'])
    const r = await play(body('') + flows('s>a', 'a>g', 'g>yes: outcome == "x"', 'g>no: outcome == "y"', 'yes>e', 'no>e'))
    expect(() => r.done('a')).toThrowError(refused('no_way_on'))
    expect(r.open()).toEqual(['a'])
  })

  test('parallel: every branch opens, the join waits for all', async () => {
    const p = await play(
      `<startEvent id="s"/>${users('a', 'b', 'c')}<parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/>${flows('s>f', 'f>a', 'f>b', 'a>j', 'b>j', 'j>c', 'c>e')}`,
    )
    expect(p.open()).toEqual(['a', 'b'])
    p.done('a')
    expect(p.open()).toEqual(['b'])
    p.done('b')
    expect(p.open()).toEqual(['c'])
    p.done('c')
    expect(p.state()).toMatchObject({ status: 'ended', ended: { how: 'completed', at: 'e' }, tokens: [] })
  })

  test('inclusive: the join waits for exactly the branches that were taken, also through a nested exclusive', async () => {
    const body = `<startEvent id="s"/>${users('a', 'b', 'c', 'x', 'z')}<inclusiveGateway id="f" default="f_c"/><exclusiveGateway id="h" default="h_j"/><inclusiveGateway id="j"/><endEvent id="e"/>
      ${flows('s>f', 'f>a: wantsA', 'f>b: wantsB', 'f>c', 'a>j', 'b>h', 'h>x: deep', 'h>j', 'x>j', 'c>j', 'j>z', 'z>e')}`
    const two = await play(body, { wantsA: true, wantsB: true, deep: true })
    expect(two.open()).toEqual(['a', 'b'])
    two.done('a')
    expect(two.open()).toEqual(['b'])
    two.done('b')
    expect(two.open()).toEqual(['x'])
    two.done('x')
    expect(two.open()).toEqual(['z'])
    const one = await play(body, { wantsA: true })
    one.done('a')
    expect(one.open()).toEqual(['z'])
    const none = await play(body)
    expect(none.open()).toEqual(['c'])
  })

  test('a join that nobody can complete refuses the step that would strand it', async () => {
    const p = await play(
      `<startEvent id="s"/>${users('a')}<exclusiveGateway id="f" default="f_j"/><parallelGateway id="j"/><userTask id="b"/><endEvent id="e"/>${flows('s>a', 'a>f', 'f>j', 'f>b: never', 'b>j', 'j>e')}`,
    )
    expect(() => p.done('a')).toThrowError(refused('process_stuck'))
  })
})

describe('sub-process and events', () => {
  const inside = `<subProcess id="sub"><startEvent id="s2"/>${users('i', 'k')}<parallelGateway id="f2"/><endEvent id="e2"/><endEvent id="t2"><terminateEventDefinition/></endEvent>${flows('s2>f2', 'f2>i', 'f2>k', 'i>e2', 'k>t2')}</subProcess>`
  const body = `<startEvent id="s"/>${inside}<userTask id="after"/><endEvent id="e"/><boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition district:limit="2 working-days"/></boundaryEvent><boundaryEvent id="remind" attachedToRef="sub" cancelActivity="false"><timerEventDefinition district:limit="4 working-hours"/></boundaryEvent>${users('chase', 'urge')}
    ${flows('s>sub', 'sub>after', 'after>e', 'late>chase', 'chase>e', 'remind>urge', 'urge>e')}`

  test('goes on when its last token ends; terminate inside ends only it', async () => {
    const p = await play(body)
    expect(p.open()).toEqual(['i', 'k'])
    p.done('i')
    expect(p.open()).toEqual(['k'])
    p.done('k')
    expect(p.open()).toEqual(['after'])
    const q = await play(body)
    q.done('k')
    expect(q.open()).toEqual(['after'])
    expect(q.voided()).toEqual(['i'])
  })

  test('an interrupting timer takes everything inside away, the other runs beside it; both are cleared on leaving', async () => {
    const p = await play(body)
    const timer = (element: string) => p.state().timers.find((set) => set.element === element)?.id as number
    p.act({ do: 'timer', timer: timer('remind') })
    expect(p.open()).toEqual(['i', 'k', 'urge'])
    p.act({ do: 'timer', timer: timer('late') })
    expect(p.open()).toEqual(['chase', 'urge'])
    expect(p.voided()).toEqual(['i', 'k'])
    expect(p.state().timers).toEqual([])
    p.done('chase')
    expect(p.state().status).toBe('running')
    p.done('urge')
    expect(p.state().status).toBe('ended')
    const q = await play(body)
    q.done('k')
    expect(q.state().timers).toEqual([])
  })

  test('a message catch waits; a service goes on when it is done, and its late answer is dropped', async () => {
    const withMessage = drawing(
      `<startEvent id="s"/><serviceTask id="call"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="paid"/></intermediateCatchEvent><endEvent id="e"/>${flows('s>call', 'call>m', 'm>e')}`,
    ).replace('</definitions>', '<message id="paid" name="payment"/></definitions>')
    const q = player(await loadBpmn(withMessage))
    const token = q.state().tokens[0]?.id as number
    expect(() => q.act({ do: 'message', message: 'payment' })).toThrowError(refused('message_not_awaited'))
    q.act({ do: 'service-done', token, variables: { fee: 3 } })
    q.act({ do: 'service-done', token, variables: { fee: 4 } })
    expect(q.state().variables).toEqual({ fee: 3 })
    q.act({ do: 'message', message: 'payment' })
    expect(q.state().ended).toMatchObject({ how: 'completed' })
  })
})

describe('joint steps 会签', () => {
  const joint = (attributes: string, inTurn = false) =>
    `<startEvent id="s"/><userTask id="j"><multiInstanceLoopCharacteristics ${inTurn ? 'isSequential="true"' : ''} district:over="units" ${attributes}/></userTask>
     <exclusiveGateway id="g" default="g_no"/>${users('yes', 'no')}<endEvent id="e"/>${flows('s>j', 'j>g', 'g>yes: outcome == "agree"', 'g>no', 'yes>e', 'no>e')}`
  const units = ['a', 'b', 'c']

  test('all must agree: one refusal decides, unless everybody is to be heard', async () => {
    const p = await play(joint('district:needs="all" district:counting="agree"'), { units })
    expect(p.open()).toEqual(['j', 'j', 'j'])
    p.done('j', 'agree')
    p.done('j', 'refuse')
    expect(p.open()).toEqual(['no'])
    expect(p.voided()).toEqual(['j'])
    const q = await play(joint('district:needs="all" district:counting="agree" district:hear="all"'), { units })
    q.done('j', 'refuse')
    q.done('j', 'agree')
    expect(q.open()).toEqual(['j'])
    q.done('j', 'agree')
    expect(q.open()).toEqual(['no'])
  })

  test('any one, and two of three; refused as soon as two can no longer be had', async () => {
    const any = await play(joint('district:needs="any"'), { units })
    any.done('j', 'agree')
    expect(any.open()).toEqual(['yes'])
    const two = await play(joint('district:needs="2" district:counting="agree"'), { units })
    two.done('j', 'refuse')
    expect(two.open()).toEqual(['j', 'j'])
    two.done('j', 'refuse')
    expect(two.open()).toEqual(['no'])
    const share = await play(joint('district:needs="60%" district:counting="agree"'), { units })
    share.done('j', 'agree')
    share.done('j', 'agree')
    expect(share.open()).toEqual(['yes'])
  })

  test('in turn: one after the other, in order', async () => {
    const p = await play(joint('district:needs="all" district:counting="agree"', true), {
      units: ['a', { unit: 'b', assignee: 'p' }],
    })
    expect(p.state().tasks).toMatchObject([{ participant: { unit: 'a' } }])
    p.done('j', 'agree')
    expect(p.state().tasks).toMatchObject([{ participant: { unit: 'b', assignee: 'p' } }])
    p.done('j', 'agree')
    expect(p.open()).toEqual(['yes'])
  })

  test('nobody to ask is refused', async () => {
    await expect(play(joint(''), { units: [] })).rejects.toThrowError(refused('no_participants'))
  })

  test('a co-signer in an ordinary step is heard, but the one whose step it is decides', async () => {
    const p = await play(
      `<startEvent id="s"/><userTask id="j"/><exclusiveGateway id="g" default="g_no"/>${users('yes', 'no')}<endEvent id="e"/>${flows('s>j', 'j>g', 'g>yes: outcome == "agree"', 'g>no', 'yes>e', 'no>e')}`,
    )
    const lead = p.taskAt('j')
    p.act({ do: 'add-cosigner', task: lead, who: [{ unit: 'b' }] })
    p.act({ do: 'complete', task: lead, outcome: 'agree' })
    expect(p.open()).toEqual(['j'])
    p.done('j', 'refuse')
    expect(p.open()).toEqual(['yes'])
  })
})

describe('operations of ours', () => {
  // a, then two branches (b1 → b2, forked again into c1 and c2) and (d), joined, then z
  const body = `<startEvent id="s"/>${users('a', 'b1', 'b2', 'c1', 'c2', 'd', 'z')}<parallelGateway id="f"/><parallelGateway id="g"/><parallelGateway id="h"/><parallelGateway id="j"/><endEvent id="e"/>
    ${flows('s>a', 'a>f', 'f>b1', 'f>d', 'b1>b2', 'b2>g', 'g>c1', 'g>c2', 'c1>h', 'c2>h', 'h>j', 'd>j', 'j>z', 'z>e')}`
  const deep = async () => {
    const p = await play(body)
    for (const step of ['a', 'b1', 'b2']) p.done(step)
    return p
  }

  test('going back inside a branch leaves the sister branch alone', async () => {
    const p = await deep()
    expect(p.open()).toEqual(['c1', 'c2', 'd'])
    p.act({ do: 'return-to', step: 'b1', from: p.taskAt('c1') })
    expect(p.open()).toEqual(['b1', 'd'])
    expect(p.voided()).toEqual(['c1', 'c2'])
    for (const step of ['b1', 'b2', 'c1', 'c2', 'd']) p.done(step)
    expect(p.open()).toEqual(['z'])
  })

  test('a sister that already waits at the join goes on waiting', async () => {
    const p = await deep()
    p.done('d')
    p.act({ do: 'return-to', step: 'b2', from: p.taskAt('c2') })
    for (const step of ['b2', 'c1', 'c2']) p.done(step)
    expect(p.open()).toEqual(['z'])
  })

  test('going back before the branches part takes them all back', async () => {
    const p = await deep()
    p.act({ do: 'return-to', step: 'a' })
    expect(p.open()).toEqual(['a'])
    expect(p.voided()).toEqual(['c1', 'c2', 'd'])
  })

  test('a step on another branch, on a joined one, or never visited is out of reach', async () => {
    const p = await deep()
    expect(() => p.act({ do: 'return-to', step: 'd', from: p.taskAt('c1') })).toThrowError(refused('step_out_of_reach'))
    expect(() => p.act({ do: 'return-to', step: 'z' })).toThrowError(refused('step_not_visited'))
    for (const step of ['c1', 'c2', 'd']) p.done(step)
    expect(() => p.act({ do: 'return-to', step: 'b1' })).toThrowError(refused('step_out_of_reach'))
    p.act({ do: 'return-to', step: 'a' })
    expect(p.open()).toEqual(['a'])
  })

  test('suspended, nothing moves; ended, nothing at all', async () => {
    const p = await deep()
    p.act({ do: 'suspend' })
    expect(() => p.done('d')).toThrowError(refused('process_suspended'))
    p.act({ do: 'hand-over', task: p.taskAt('d'), to: { assignee: 'someone' } })
    p.act({ do: 'resume' })
    expect(() => p.act({ do: 'resume' })).toThrowError(refused('process_not_suspended'))
    p.done('d')
    p.act({ do: 'withdraw' })
    expect(p.voided()).toEqual(['c1', 'c2'])
    expect(p.state()).toMatchObject({ status: 'ended', ended: { how: 'withdrawn' }, tokens: [], timers: [] })
    expect(() => p.act({ do: 'resume' })).toThrowError(refused('process_not_running'))
  })
})
