import { type Element, elementOf, type Flow, flowOf, reachable } from './definition.ts'
import { noWayOn, runsInCircles } from './errors.ts'
import { truthy } from './expression.ts'
import { openJoint } from './joint-step.ts'
import { addToken, cancel, clearTimers, finish, openTask, type Run, remove, setTimers } from './run.ts'
import { isWithin, join, scopeOf, sharedPath, type Token } from './state.ts'

const mostMoves = 2000

/** Puts the token on an element and lets it go on as far as it can without waiting. */
export function enter(run: Run, token: Token, id: string, via?: string): void {
  if (++run.moves > mostMoves) throw runsInCircles({ element: id })
  const element = elementOf(run.definition, id)
  token.at = id
  delete token.via
  delete token.joint
  run.effects.push({ is: 'passed', element: id })
  if ('boundaries' in element) setTimers(run, token, element.boundaries)
  switch (element.is) {
    case 'start':
    case 'timer':
      return leave(run, token)
    case 'end':
      return drop(run, token)
    case 'terminate':
      return endScope(run, token)
    case 'exclusive':
      return follow(
        run,
        token,
        element.outgoing.length === 1 ? flowOf(run.definition, element.outgoing[0] as string) : chooseOne(run, token, element),
      )
    case 'parallel':
    case 'inclusive':
      return enterGateway(run, token, element, via)
    case 'user':
      run.state.visits[id] = token.path
      if (element.multi) openJoint(run, token, element.multi)
      else openTask(run, token, null)
      return
    case 'service':
    case 'send':
      run.effects.push({ is: 'service-due', token: token.id, element: id })
      return
    case 'message':
      return
    case 'sub-process':
      return enter(
        run,
        addToken(run, { at: element.start, path: join(token.path, `s${token.id}`), outcome: token.outcome }),
        element.start,
      )
  }
}

function enterGateway(run: Run, token: Token, element: Element, via: string | undefined): void {
  if (element.incoming.length === 1) return split(run, token, element)
  if (via !== undefined) token.via = via
  if (element.is === 'parallel') joinParallel(run, element, scopeOf(token.path))
}

/** Leaves an activity, event or gateway with one way out. */
export function leave(run: Run, token: Token): void {
  clearTimers(run, (timer) => timer.token === token.id)
  const [out] = elementOf(run.definition, token.at).outgoing
  follow(run, token, flowOf(run.definition, out as string))
}

const follow = (run: Run, token: Token, flow: Flow): void => enter(run, token, flow.to, flow.id)

const known = (run: Run, token: Token) => ({ ...run.state.variables, outcome: token.outcome, outcomes: run.state.outcomes })

const met = (run: Run, token: Token, element: Element): Flow[] => {
  const variables = known(run, token)
  return element.outgoing
    .map((id) => flowOf(run.definition, id))
    .filter((flow) => !flow.isDefault && (!flow.condition || truthy(flow.condition, variables)))
}

function otherwise(run: Run, element: Element): Flow {
  const flow = element.outgoing.map((id) => flowOf(run.definition, id)).find((out) => out.isDefault)
  if (!flow) throw noWayOn({ element: element.name })
  return flow
}

const chooseOne = (run: Run, token: Token, element: Element): Flow => met(run, token, element)[0] ?? otherwise(run, element)

function split(run: Run, token: Token, element: Element): void {
  let flows = element.is === 'parallel' ? element.outgoing.map((id) => flowOf(run.definition, id)) : met(run, token, element)
  if (flows.length === 0) flows = [otherwise(run, element)]
  if (flows.length === 1) return follow(run, token, flows[0] as Flow)
  const fork = run.state.next++
  remove(run, token)
  const branches = flows.map((flow, i) => ({
    flow,
    token: addToken(run, { at: element.id, path: join(token.path, `f${fork}.${i}`), outcome: token.outcome }),
  }))
  // A branch may end the scope (terminate) before its sisters have moved.
  for (const branch of branches) if (run.state.tokens.includes(branch.token)) follow(run, branch.token, branch.flow)
}

function joinParallel(run: Run, element: Element, scope: string): void {
  const waiting = run.state.tokens.filter(
    (token) => token.at === element.id && token.via !== undefined && scopeOf(token.path) === scope,
  )
  const firsts = element.incoming.map((flow) => waiting.find((token) => token.via === flow))
  if (firsts.every((token) => token !== undefined)) merge(run, element, firsts)
}

function merge(run: Run, element: Element, tokens: Token[]): void {
  for (const token of tokens) remove(run, token)
  const [first] = tokens
  const outcome = tokens.every((token) => token.outcome === first?.outcome) ? (first?.outcome ?? null) : null
  split(run, addToken(run, { at: element.id, path: sharedPath(tokens.map((token) => token.path)), outcome }), element)
}

/**
 * Inclusive joins go when nothing else moves. BPMN 2.0.2 §13.4.3: such a join waits for an empty way in as long as some token can
 * still come to it by that way without passing the join, unless the same token can also come by a way on which one already waits.
 */
export function joinInclusive(run: Run): boolean {
  const waiting = run.state.tokens.filter(
    (token) => token.via !== undefined && elementOf(run.definition, token.at).is === 'inclusive',
  )
  for (const [key, group] of Map.groupBy(waiting, (token) => `${token.at} ${scopeOf(token.path)}`)) {
    const element = elementOf(run.definition, key.split(' ')[0] as string)
    const scope = scopeOf(group[0]?.path ?? '')
    const isFull = (flow: string) => group.some((token) => token.via === flow)
    const full = element.incoming.filter(isFull)
    const empty = element.incoming.filter((flow) => !isFull(flow))
    const others = run.state.tokens.filter((token) => scopeOf(token.path) === scope && !group.includes(token))
    const isComing = (token: Token) => canReach(run, token, element, empty) && !canReach(run, token, element, full)
    if (others.some(isComing)) continue
    merge(
      run,
      element,
      full.map((flow) => group.find((token) => token.via === flow) as Token),
    )
    return true
  }
  return false
}

const canReach = (run: Run, token: Token, gateway: Element, flows: string[]): boolean => {
  const places = reachable(run.definition, token.at, gateway.id)
  return flows.some((flow) => places.has(flowOf(run.definition, flow).from))
}

/** The token has come to an end event: its sub-process, or the whole, may be over. */
function drop(run: Run, token: Token): void {
  remove(run, token)
  const scope = scopeOf(token.path)
  if (!run.state.tokens.some((other) => isWithin(other.path, scope))) closeScope(run, scope, token.at, token.outcome)
}

function endScope(run: Run, token: Token): void {
  const scope = scopeOf(token.path)
  cancel(run, scope)
  closeScope(run, scope, token.at, token.outcome)
}

function closeScope(run: Run, scope: string, at: string, outcome: string | null): void {
  if (scope === '') return finish(run, 'completed', at)
  const parent = run.state.tokens.find((token) => token.id === Number(scope.split('/').at(-1)?.slice(1)))
  if (!parent) return
  parent.outcome = outcome
  leave(run, parent)
}
