import { z } from 'zod'
import { route } from '#kernel'
import { matterList, objectionView, repairView } from './matter-views.ts'
import { askRepair, decide, object, repairOutlook } from './matters.ts'
import {
  Decision,
  Id,
  MatterQuery,
  Matters,
  NewObjection,
  NewRepair,
  ObjectionView,
  RepairOutlook,
  RepairView,
} from './schema.ts'

const Made = z.object({ id: z.uuid(), number: z.string() })
const workers = ['credit.office', 'credit.decide']

export const matterRoutes = [
  route({
    method: 'POST',
    path: '/objections',
    may: 'signed-in',
    summary: 'Object to a record of one’s own subject 异议; it stands as disputed until the answer',
    body: NewObjection,
    reply: Made,
    run: (ctx, { body }) => object(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/objections',
    may: workers,
    summary: 'Objections, newest first',
    query: MatterQuery,
    reply: Matters,
    run: (ctx, { query }) => matterList(ctx, 'objection', query),
  }),
  route({
    method: 'GET',
    path: '/objections/:id',
    may: 'signed-in',
    summary: 'One objection with its process',
    params: Id,
    reply: ObjectionView,
    run: (ctx, { params }) => objectionView(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/objections/:id/decide',
    may: workers,
    summary: 'Answer the open step: accept or refuse; correct, remove or keep',
    params: Id,
    body: Decision,
    reply: ObjectionView,
    run: async (ctx, { params, body }) => {
      await decide(ctx, 'objection', params.id, body)
      return objectionView(ctx, params.id)
    },
  }),
  route({
    method: 'GET',
    path: '/repairs/outlook/:id',
    may: 'signed-in',
    summary: 'What the rule asks before this record can be repaired, and from which day',
    params: Id,
    reply: RepairOutlook,
    run: (ctx, { params }) => repairOutlook(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/repairs',
    may: 'signed-in',
    summary: 'Apply for repair 信用修复; refused with the conditions that are not met',
    body: NewRepair,
    reply: Made,
    run: (ctx, { body }) => askRepair(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/repairs',
    may: workers,
    summary: 'Applications for repair, newest first',
    query: MatterQuery,
    reply: Matters,
    run: (ctx, { query }) => matterList(ctx, 'repair', query),
  }),
  route({
    method: 'GET',
    path: '/repairs/:id',
    may: 'signed-in',
    summary: 'One application with its conditions and process',
    params: Id,
    reply: RepairView,
    run: (ctx, { params }) => repairView(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/repairs/:id/decide',
    may: workers,
    summary: 'Answer the open step: receive or refuse; grant or refuse',
    params: Id,
    body: Decision,
    reply: RepairView,
    run: async (ctx, { params, body }) => {
      await decide(ctx, 'repair', params.id, body)
      return repairView(ctx, params.id)
    },
  }),
]
