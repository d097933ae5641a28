import { route } from '#kernel'
import { z } from 'zod'
import { acknowledgeAlarm, alarmOf, countAlarms, listAlarms, shelveAlarm, unshelveAlarm } from './alarms.ts'
import {
  Acknowledge,
  AlarmCounts,
  AlarmPage,
  AlarmQuery,
  AlarmWithEvidence,
  ReadingPage,
  ReadingQuery,
  Series,
  SeriesQuery,
  Shelve,
  StationPage,
  StationQuery,
  StationWithStreams,
  Unshelve,
} from './schema.ts'
import { listStations, readingsOf, seriesOf, stationOf } from './stations.ts'

const ById = z.object({ id: z.uuid() })
const ByNumber = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) })
const read = 'observations.read'
const act = 'observations.acknowledge'

export const routes = [
  route({
    method: 'GET',
    path: '/alarms',
    may: read,
    summary: 'Alarms, newest first',
    query: AlarmQuery,
    reply: AlarmPage,
    run: (ctx, { query }) => listAlarms(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/alarms/counts',
    may: read,
    summary: 'Open alarms by status',
    reply: AlarmCounts,
    run: (ctx) => countAlarms(ctx),
  }),
  route({
    method: 'GET',
    path: '/alarms/:id',
    may: read,
    summary: 'One alarm with the readings that prove it',
    params: ById,
    reply: AlarmWithEvidence,
    run: (ctx, { params }) => alarmOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/alarms/:id/acknowledge',
    may: act,
    summary: 'Take up an alarm; of two people at once one gets 409 with what the other did',
    params: ById,
    body: Acknowledge,
    reply: AlarmWithEvidence,
    run: (ctx, { params, body }) => acknowledgeAlarm(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/alarms/:id/shelve',
    may: act,
    summary: 'Silence a known alarm until a time, with a reason',
    params: ById,
    body: Shelve,
    reply: AlarmWithEvidence,
    run: (ctx, { params, body }) => shelveAlarm(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/alarms/:id/unshelve',
    may: act,
    summary: 'End the silence now',
    params: ById,
    body: Unshelve,
    reply: AlarmWithEvidence,
    run: (ctx, { params, body }) => unshelveAlarm(ctx, params.id, body.version),
  }),
  route({
    method: 'GET',
    path: '/stations',
    may: read,
    summary: 'Stations',
    query: StationQuery,
    reply: StationPage,
    run: (ctx, { query }) => listStations(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/stations/:id',
    may: read,
    summary: 'One station: what it observes, latest values, limits',
    params: ById,
    reply: StationWithStreams,
    run: (ctx, { params }) => stationOf(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/datastreams/:id/series',
    may: read,
    summary: 'A curve of one kind of data, exact or in buckets, broken where data are missing',
    params: ByNumber,
    query: SeriesQuery,
    reply: Series,
    run: (ctx, { params, query }) => seriesOf(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/datastreams/:id/readings',
    may: read,
    summary: 'Single readings, newest first, with what corrected ones said before',
    params: ByNumber,
    query: ReadingQuery,
    reply: ReadingPage,
    run: (ctx, { params, query }) => readingsOf(ctx, params.id, query),
  }),
]
