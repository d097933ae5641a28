import { route } from '#kernel'
import { z } from 'zod'
import {
  Monitor,
  MonitorPage,
  MonitorPatch,
  MonitorQuery,
  MonitorWithTraffic,
  NewMonitor,
  StrangerPage,
  StrangerQuery,
  Unreadable,
  Vocabulary,
} from './schema.ts'
import { changeMonitor, listMonitors, listStrangers, monitorOf, registerMonitor, unreadable, vocabulary } from './service.ts'

const ById = z.object({ id: z.uuid() })
const read = 'environment.read'
const manage = 'environment.manage'

export const routes = [
  route({
    method: 'GET',
    path: '/monitors',
    may: read,
    summary: 'Registered monitors with today’s traffic',
    query: MonitorQuery,
    reply: MonitorPage,
    run: (ctx, { query }) => listMonitors(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/monitors',
    may: manage,
    summary: 'Register a monitor; it may send at once',
    body: NewMonitor,
    reply: Monitor,
    run: (ctx, { body }) => registerMonitor(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/monitors/:id',
    may: read,
    summary: 'One monitor: settings, what became of its packets, the last refused ones',
    params: ById,
    reply: MonitorWithTraffic,
    run: (ctx, { params }) => monitorOf(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/monitors/:id',
    may: manage,
    summary: 'Change a monitor; the gateway follows at once',
    params: ById,
    body: MonitorPatch,
    reply: Monitor,
    run: (ctx, { params, body }) => changeMonitor(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/unregistered',
    may: manage,
    summary: 'Device numbers that send and are not registered',
    query: StrangerQuery,
    reply: StrangerPage,
    run: (ctx, { query }) => listStrangers(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/unreadable',
    may: manage,
    summary: 'What arrived and could be assigned to no device',
    reply: Unreadable,
    run: (ctx) => unreadable(ctx),
  }),
  route({
    method: 'GET',
    path: '/vocabulary',
    may: 'signed-in',
    summary: 'Factors, system codes and data flags of HJ 212',
    tx: 'none',
    reply: Vocabulary,
    run: async () => vocabulary(),
  }),
]
