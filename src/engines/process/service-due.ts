import { z } from 'zod'
import type { JobHandle } from '#kernel'

/** A service or send task is to be carried out: stored with the step that reached it, run by a job. */
const ServiceDue = z.object({ instance: z.uuid(), token: z.int(), element: z.string() })
export const serviceDue = { id: 'process.service', input: ServiceDue } satisfies JobHandle<z.infer<typeof ServiceDue>>
