import { type Definition, type Element, reachable } from './definition.ts'

export type Complain = (id: string, en: string, zh: string) => void

/** What must hold of the graph for the engine to run it: every halt can be left, every element can be reached. */
export function checkGraph(definition: Definition, complain: Complain): void {
  for (const flow of Object.values(definition.flows)) {
    const [from, to] = [definition.elements[flow.from], definition.elements[flow.to]]
    if (!from || !to) complain(flow.id, 'must lead from one element to another', '连线须有起点和终点')
    else if (from.scope !== to.scope) complain(flow.id, 'must not cross the border of a sub-process', '连线不能跨越子流程边界')
  }
  for (const element of Object.values(definition.elements)) checkElement(definition, element, complain)
  const seen = new Set(starts(definition).flatMap((start) => [...reachable(definition, start)]))
  for (const element of Object.values(definition.elements))
    if (!seen.has(element.id)) complain(element.id, 'cannot be reached from the start', '从开始事件无法到达')
}

const starts = (definition: Definition): string[] => [
  definition.start,
  ...Object.values(definition.elements).flatMap((element) => (element.is === 'sub-process' ? [element.start] : [])),
]

function checkElement(definition: Definition, element: Element, complain: Complain): void {
  const { id, incoming, outgoing } = element
  const ends = element.is === 'end' || element.is === 'terminate'
  const splits = element.is === 'exclusive' || element.is === 'parallel' || element.is === 'inclusive'
  if (ends && outgoing.length > 0) complain(id, 'an end event leads nowhere', '结束事件不能有出口')
  if (!ends && outgoing.length === 0)
    complain(id, 'leads nowhere: draw a flow out of it, to an end event if need be', '没有出口，请连到下一步或结束事件')
  if (!splits && outgoing.length > 1)
    complain(id, 'has several ways out: put a gateway behind it', '有多个出口，请在其后放置网关')
  if ((element.is === 'start' || element.is === 'timer') && incoming.length > 0)
    complain(id, 'nothing may lead into it', '不能有入口')
  if (element.is === 'timer') {
    const host = definition.elements[element.on]
    if (!host || !('boundaries' in host) || host.scope !== element.scope)
      complain(id, 'must stand on a task or sub-process', '定时边界事件须附着在任务或子流程上')
  }
  if ((element.is === 'exclusive' || element.is === 'inclusive') && outgoing.length > 1) {
    for (const flow of outgoing.map((out) => definition.flows[out])) {
      if (flow && !flow.condition && !flow.isDefault)
        complain(flow.id, 'needs a condition, or to be the default flow', '须写明条件，或设为默认出口')
      if (flow?.condition && flow.isDefault) complain(flow.id, 'the default flow has no condition', '默认出口不能带条件')
    }
  }
}
