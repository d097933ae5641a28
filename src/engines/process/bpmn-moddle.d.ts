declare module 'bpmn-moddle' {
  /** What we use of it: reading, with what could not be understood. */
  export class BpmnModdle {
    constructor(extensions?: Record<string, unknown>)
    fromXML(xml: string): Promise<{
      rootElement: object
      warnings: { message: string; element?: { id?: string }; property?: string; value?: unknown }[]
    }>
  }
}
