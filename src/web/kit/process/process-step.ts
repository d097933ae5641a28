export interface ProcessStep {
  /** Id of the BPMN element. */
  id: string
  title: string
  state: 'done' | 'current' | 'late' | 'ahead' | 'skipped'
  who?: string
  at?: string | null
}
