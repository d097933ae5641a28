import { expect, test } from 'vitest'
import type { DomainError } from '#kernel'
import { loadBpmn } from './bpmn.ts'
import { drawing, flows } from './drawing.testing.ts'
import { evaluate, parseExpression } from './expression.ts'

const faultsOf = async (xml: string): Promise<string[]> => {
  try {
    await loadBpmn(xml)
    return []
  } catch (error) {
    return (error as DomainError).faults.map((fault) => `${fault.path}: ${fault.text.en}`)
  }
}

test('what lies outside the subset is refused by element and line, all at once', async () => {
  const faults = await faultsOf(
    drawing(`<startEvent id="s"/>
<scriptTask id="script"/>
<callActivity id="call"/>
<intermediateCatchEvent id="pause"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
<boundaryEvent id="broken" attachedToRef="t"><errorEventDefinition/></boundaryEvent>
<userTask id="t" district:capabilty="x"/>
<endEvent id="e"/>`),
  )
  expect(faults).toEqual([
    'line 5, script: bpmn:ScriptTask is not supported',
    'line 6, call: bpmn:CallActivity is not supported',
    'line 7, pause: an intermediate event with bpmn:TimerEventDefinition is not supported',
    'line 8, broken: a boundary event with bpmn:ErrorEventDefinition is not supported',
    'line 9, t: unknown attribute <district:capabilty>',
  ])
})

test('a drawing that could not run is refused: dead ends, unreachable steps, unclear ways, unreadable conditions', async () => {
  expect(
    await faultsOf(
      drawing(
        `<startEvent id="s"/><userTask id="a"/><userTask id="lost"/><exclusiveGateway id="g"/><endEvent id="e"/>${flows('s>a', 'a>g', 'g>e', 'g>a: outcome ==')}`,
      ),
    ),
  ).toEqual(['line 7, g_a: condition "outcome ==" a value is missing before "the end"'])
  expect(
    await faultsOf(
      drawing(
        `<startEvent id="s"/><userTask id="a"/><userTask id="lost"/><exclusiveGateway id="g"/><endEvent id="e"/>${flows('s>a', 'a>g', 'g>e', 'g>a: again')}`,
      ),
    ),
  ).toEqual([
    'line 4, lost: leads nowhere: draw a flow out of it, to an end event if need be',
    'line 4, lost: cannot be reached from the start',
    'line 6, g_e: needs a condition, or to be the default flow',
  ])
  expect(await faultsOf('<a><b></a>')).toMatchObject([expect.stringContaining('not readable as BPMN')])
  expect(
    await faultsOf(
      drawing(`<startEvent id="s"/><userTask id="a" district:limit="three days"/><endEvent id="e"/>${flows('s>a', 'a>e')}`),
    ),
  ).toMatchObject([expect.stringContaining('"three days" is neither a limit')])
})

test('limits, units and joint steps are read from our attributes', async () => {
  const { elements, limit } = await loadBpmn(
    drawing(
      `<startEvent id="s"/><userTask id="a" name="处置" district:capability="cases.handle" district:unit="unit" district:limit="handleLimit"/>
     <userTask id="b" district:limit="4 working-hours"><multiInstanceLoopCharacteristics district:over="units" district:needs="2"/></userTask><endEvent id="e"/>${flows('s>a', 'a>b', 'b>e')}`,
      'district:limit="15 working-days"',
    ),
  )
  expect(limit).toEqual({ limit: { amount: 15, clock: 'working-days' } })
  expect(elements['a']).toMatchObject({
    name: '处置',
    capability: 'cases.handle',
    unit: 'unit',
    limit: { variable: 'handleLimit' },
    incoming: ['s_a'],
    outgoing: ['a_b'],
  })
  expect(elements['b']).toMatchObject({
    limit: { limit: { amount: 4, clock: 'working-hours' } },
    multi: { over: 'units', needs: { count: 2 }, inTurn: false, hear: 'enough' },
  })
})

test('conditions have no surprises', () => {
  const ask = (source: string) =>
    evaluate(parseExpression(source), { n: 3, town: 'xujing', flags: { urgent: true }, list: [1, 2] })
  expect(ask('n >= 3 and not (town == "huaxin") && flags.urgent')).toBe(true)
  expect(ask('town in ["xujing", "huaxin"] and 2 in list')).toBe(true)
  expect([ask('absent'), ask('absent > 1'), ask('absent == null'), ask('n == "3"'), ask('n < "9"')]).toEqual([
    null,
    false,
    true,
    false,
    false,
  ])
  expect([ask('constructor'), ask('flags.__proto__'), ask('town.length')]).toEqual([null, null, null])
  expect(ask("n == -3 or 'in' == 'in'")).toBe(true)
  for (const wrong of ['', 'n =', 'n == ', '(n', 'n n', 'f(1)', 'n; 1', '1 +', 'a = 1', '`x`', '['.repeat(300)])
    expect(() => parseExpression(wrong), wrong).toThrow()
})
