/** Short hand for drawings in tests: each line a BPMN element, without the frame. */
export const drawing = (body: string, attributes = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:district="https://district.example/bpmn" id="drawing" targetNamespace="https://district.example">
<process id="p" isExecutable="true" ${attributes}>
${body}
</process></definitions>`

/** `a>b`, or `a>b: condition`, or `a>b*` for the default flow (which `defaultOf` then names). */
export const flow = (text: string): string => {
  const [, from, to, , condition] = /^(\w+)>(\w+)(\*?)(?:: (.*))?$/.exec(text) as unknown as [
    string,
    string,
    string,
    string,
    string?,
  ]
  const body = condition ? `<conditionExpression xsi:type="tFormalExpression"><![CDATA[${condition}]]></conditionExpression>` : ''
  return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${body}</sequenceFlow>`
}

export const flows = (...texts: string[]): string => texts.map(flow).join('\n')
