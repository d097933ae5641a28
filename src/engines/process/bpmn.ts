import { BpmnModdle } from 'bpmn-moddle'
import type { FieldFault } from '#kernel'
import { type Raw, readLimit, readMulti } from './bpmn-attributes.ts'
import type { Definition, Element, Flow } from './definition.ts'
import { districtModdle } from './district-moddle.ts'
import { checkGraph, type Complain } from './drawing-check.ts'
import { drawingRefused } from './errors.ts'
import { type Expression, parseExpression } from './expression.ts'

const moddle = new BpmnModdle({ district: districtModdle })

/**
 * Reads a BPMN 2.0 file as a graph. Whatever lies outside the subset is refused here, each with its element and line,
 * so that a drawing that loads also runs.
 */
export async function loadBpmn(xml: string): Promise<Definition> {
  const found: (FieldFault & { line: number })[] = []
  const complain: Complain = (id, en, zh) => {
    const line = lineOf(xml, id)
    const name = id.startsWith('@') ? '' : id || 'definitions'
    found.push({
      line: line ?? 0,
      path: [line && `line ${line}`, name].filter(Boolean).join(', '),
      code: 'bpmn',
      text: { zh, en },
    })
  }
  const read = await parse(xml, complain)
  const process = read && onlyProcess(read, complain)
  const definition = process && toDefinition(process, complain)
  if (definition && found.length === 0) checkGraph(definition, complain)
  const faults = found.toSorted((a, b) => a.line - b.line)
  if (!definition || faults.length > 0)
    throw drawingRefused(
      {
        process: process?.name ?? process?.id ?? '?',
        count: faults.length,
        faults: faults.map((fault) => `${fault.path}: ${fault.text.en}`),
      },
      { faults },
    )
  return definition
}

async function parse(xml: string, complain: Complain): Promise<Raw | undefined> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml)
    for (const { message, element, value } of warnings) {
      const { line, text } = readMessage(message)
      complain(element?.id ?? line, text, `无法识别：${value ?? text}`)
    }
    return rootElement as Raw
  } catch (error) {
    const { line, text } = readMessage((error as Error).message)
    complain(line, `not readable as BPMN: ${text}`, '文件不是可读的 BPMN')
    return undefined
  }
}

/** The parser puts the place (lines from 0) and the cause on lines of their own. */
function readMessage(message: string): { line: string; text: string } {
  const line = /line: (\d+)/.exec(message)?.[1]
  const cause = /nested error: (.*)/.exec(message)?.[1]
  return {
    line: line === undefined ? '' : `@${Number(line) + 1}`,
    text: `${message.split('\n')[0]}${cause ? ` (${cause})` : ''}`,
  }
}

/** Line on which an element's id stands; `@12` is a line already. */
function lineOf(xml: string, id: string): number | undefined {
  if (id.startsWith('@')) return Number(id.slice(1))
  const at = id ? xml.search(new RegExp(`\\bid\\s*=\\s*["']${id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']`)) : -1
  return at < 0 ? undefined : xml.slice(0, at).split('\n').length
}

function onlyProcess(root: Raw, complain: Complain): Raw | undefined {
  const roots: Raw[] = root['rootElements'] ?? []
  const processes = roots.filter((element) => element.$type === 'bpmn:Process')
  for (const element of roots)
    if (!['bpmn:Process', 'bpmn:Message', 'bpmn:Collaboration'].includes(element.$type))
      complain(element.id ?? '', `${element.$type} is not supported`, `不支持 ${element.$type}`)
  if (processes.length !== 1)
    complain(
      processes[1]?.id ?? '',
      `the file must hold exactly one process, it holds ${processes.length}`,
      `文件须恰好包含一个流程，现有 ${processes.length} 个`,
    )
  return processes[0]
}

function toDefinition(process: Raw, complain: Complain): Definition {
  const elements: Record<string, Element> = {}
  const flows: Record<string, Flow> = {}
  const start = readScope({ raw: process, scope: null, elements, flows, complain })
  for (const flow of Object.values(flows)) {
    elements[flow.from]?.outgoing.push(flow.id)
    elements[flow.to]?.incoming.push(flow.id)
  }
  for (const element of Object.values(elements)) {
    const host = element.is === 'timer' ? elements[element.on] : undefined
    if (host && 'boundaries' in host) host.boundaries.push(element.id)
  }
  const limit = readLimit(process['limit'], process.id ?? '', complain)
  return { id: process.id ?? '', name: process.name ?? process.id ?? '', start, ...(limit && { limit }), elements, flows }
}

interface Scope {
  raw: Raw
  scope: string | null
  elements: Record<string, Element>
  flows: Record<string, Flow>
  complain: Complain
}

function readScope({ raw, scope, elements, flows, complain }: Scope): string {
  const parts: Raw[] = raw['flowElements'] ?? []
  for (const part of parts) {
    const id = part.id ?? ''
    if (!id) complain('', `a ${part.$type} has no id`, `有一个 ${part.$type} 没有 id`)
    else if (elements[id] || flows[id]) complain(id, 'the id is used twice', 'id 重复')
    else if (part.$type === 'bpmn:SequenceFlow') flows[id] = readFlow(part, complain)
    else {
      const element = readElement(part, scope, complain)
      if (element) elements[id] = element
      if (element?.is === 'sub-process') element.start = readScope({ raw: part, scope: id, elements, flows, complain })
    }
  }
  const starts = parts.filter((part) => part.$type === 'bpmn:StartEvent')
  if (starts.length !== 1)
    complain(
      raw.id ?? '',
      `must have exactly one start event, it has ${starts.length}`,
      `须恰好有一个开始事件，现有 ${starts.length} 个`,
    )
  return starts[0]?.id ?? ''
}

function readFlow(raw: Raw, complain: Complain): Flow {
  const id = raw.id ?? ''
  const from: Raw | undefined = raw['sourceRef']
  const body: string | undefined = raw['conditionExpression']?.body
  const condition = body === undefined ? undefined : readCondition(body, id, complain)
  if (condition && from && !['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'].includes(from.$type))
    complain(
      id,
      'a condition may only stand on a flow out of an exclusive or inclusive gateway',
      '条件只能写在排他或包容网关的出口上',
    )
  return {
    id,
    name: raw.name ?? '',
    from: from?.id ?? '',
    to: raw['targetRef']?.id ?? '',
    ...(condition && { condition }),
    isDefault: from?.['default']?.id === id,
  }
}

function readCondition(body: string, id: string, complain: Complain): Expression | undefined {
  try {
    return parseExpression(body.trim().replace(/^\$\{(.*)\}$/s, '$1'))
  } catch (error) {
    complain(id, `condition "${body.trim()}" ${(error as Error).message}`, `条件“${body.trim()}”无法识别`)
    return undefined
  }
}

type Reader = (raw: Raw, complain: Complain) => Record<string, unknown> | undefined

const readers: Record<string, Reader> = {
  'bpmn:StartEvent': (raw, complain) =>
    events(raw).length > 0 ? refuse(raw, complain, 'a start event with a trigger') : { is: 'start' },
  'bpmn:EndEvent': (raw, complain) => {
    const [event] = events(raw)
    if (!event) return { is: 'end' }
    return event.$type === 'bpmn:TerminateEventDefinition'
      ? { is: 'terminate' }
      : refuse(raw, complain, `an end event with ${event.$type}`)
  },
  'bpmn:UserTask': (raw, complain) => {
    const limit = readLimit(raw['limit'], raw.id ?? '', complain)
    const multi = raw['loopCharacteristics'] && readMulti(raw['loopCharacteristics'], raw.id ?? '', complain)
    return {
      is: 'user',
      boundaries: [],
      ...(raw['capability'] && { capability: raw['capability'] }),
      ...(raw['unit'] && { unit: raw['unit'] }),
      ...(limit && { limit }),
      ...(multi && { multi }),
    }
  },
  'bpmn:ServiceTask': (raw, complain) =>
    raw['loopCharacteristics'] ? refuse(raw, complain, 'a repeated service task') : { is: 'service', boundaries: [] },
  'bpmn:SendTask': (raw, complain) =>
    raw['loopCharacteristics'] ? refuse(raw, complain, 'a repeated send task') : { is: 'send', boundaries: [] },
  'bpmn:ExclusiveGateway': () => ({ is: 'exclusive' }),
  'bpmn:ParallelGateway': () => ({ is: 'parallel' }),
  'bpmn:InclusiveGateway': () => ({ is: 'inclusive' }),
  'bpmn:SubProcess': (raw, complain) => {
    if (raw['triggeredByEvent']) return refuse(raw, complain, 'an event sub-process')
    return raw['loopCharacteristics']
      ? refuse(raw, complain, 'a repeated sub-process')
      : { is: 'sub-process', start: '', boundaries: [] }
  },
  'bpmn:IntermediateCatchEvent': (raw, complain) => {
    const [event] = events(raw)
    if (event?.$type !== 'bpmn:MessageEventDefinition')
      return refuse(raw, complain, `an intermediate event with ${event?.$type ?? 'no trigger'}`)
    const message = event['messageRef']?.name ?? event['messageRef']?.id
    if (!message) complain(raw.id ?? '', 'names no message', '没有指定消息')
    return { is: 'message', message: message ?? '' }
  },
  'bpmn:BoundaryEvent': (raw, complain) => {
    const [event] = events(raw)
    if (event?.$type !== 'bpmn:TimerEventDefinition')
      return refuse(raw, complain, `a boundary event with ${event?.$type ?? 'no trigger'}`)
    const limit = readLimit(event['limit'] ?? event['timeDuration']?.body, raw.id ?? '', complain)
    if (!limit)
      complain(raw.id ?? '', 'a timer needs district:limit or a timeDuration', '定时器需要 district:limit 或 timeDuration')
    return { is: 'timer', on: raw['attachedToRef']?.id ?? '', interrupting: raw['cancelActivity'] !== false, limit }
  },
}

const events = (raw: Raw): Raw[] => raw['eventDefinitions'] ?? []

function refuse(raw: Raw, complain: Complain, what: string): undefined {
  complain(raw.id ?? '', `${what} is not supported`, `不支持的图元（${raw.$type.replace('bpmn:', '')}）`)
  return undefined
}

function readElement(raw: Raw, scope: string | null, complain: Complain): Element | undefined {
  const reader = readers[raw.$type]
  const own = reader ? reader(raw, complain) : refuse(raw, complain, raw.$type)
  return (
    own && ({ id: raw.id ?? '', name: raw.name ?? raw.id ?? '', scope, incoming: [], outgoing: [], ...own } as unknown as Element)
  )
}
