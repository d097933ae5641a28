export { extend, resume, suspend } from './clocks.ts'
export { relocate } from './relocate.ts'
export { type Completed, defineProcess, type ProcessSpec, type ServiceStep, type Step } from './definitions.ts'
export { limitPassed, limitWarned, processEnded, taskCompleted, taskOpened } from './events.ts'
export {
  addCosigner,
  type Completion,
  claim,
  completeTask,
  handOver,
  message,
  release,
  returnTo,
  type StartSpec,
  startProcess,
  terminate,
  withdraw,
} from './instances.ts'
export { process } from './module.ts'
export type { InstanceView, TaskView } from './schema.ts'
export type { Participant } from './state.ts'
export type { Instance, Task } from './store.ts'
export { byTask } from './store-rights.ts'
export { counts, inbox, processOf, taskDetail } from './views.ts'
