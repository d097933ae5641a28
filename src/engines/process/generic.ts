import type { Ctx } from '#kernel'
import { processKind } from './definitions.ts'
import { notGeneric } from './errors.ts'
import { type Completion, completeTask } from './instances.ts'
import type { TaskView } from './schema.ts'
import { taskDetail } from './views.ts'

/** Completes a task from the inbox, for processes that allow it. */
export async function completeGeneric(ctx: Ctx, task: string, completion: Omit<Completion, 'task'>): Promise<TaskView> {
  const seen = await taskDetail(ctx, task)
  if (!ctx.house.find(processKind, seen.process)?.generic) throw notGeneric()
  await completeTask(ctx, { task, ...completion })
  return taskDetail(ctx, task)
}
