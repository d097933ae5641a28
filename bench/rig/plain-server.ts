// The bare thing beside ours: Fastify and the driver, no rights, no validation, no audit but one inserted row.
// Arguments: port. The database comes as the platform's own settings do.
import Fastify from 'fastify'
import { newId } from '#kernel'
import { openBare } from './bare.ts'

const bare = await openBare(process.env as Record<string, string>, 10)
const app = Fastify()
const columns = `c.id, c.number, c.channel, c.category, c.description, c.address, st_x(c.point) as lon, st_y(c.point) as lat, c.area::text as area,
  c.area_name, c.unit::text as unit, c.unit_name, c.state, c.due_at, c.clock, c.observed_at, c.reported_at, c.updated_at, c.ended_at, c.version`

app.get<{ Querystring: { category: string } }>('/list', async ({ query }) => ({
  items: await bare.query(
    `select ${columns} from cases.case c where c.category = $1 order by c.reported_at desc, c.id desc limit 50`,
    [query.category],
  ),
}))
app.get<{ Params: { id: string } }>(
  '/case/:id',
  async ({ params }) => (await bare.query(`select ${columns} from cases.case c where c.id = $1`, [params.id]))[0],
)
app.post<{ Body: { area: string; category: string; unit: string } }>('/create', async ({ body }) => {
  const id = newId()
  await bare.query(
    `with made as (insert into cases.responsibility (id, area, category, unit, created_at, created_by, updated_at, updated_by)
       values ($1, $2::ltree, $3, $4::ltree, now(), 'bench', now(), 'bench') returning id)
     insert into audit.entry (id, at, actor, actor_kind, actor_name, origin, action, ref) select $5, now(), 'bench', 'staff', 'bench', 'bench', 'bench', id::text from made`,
    [id, body.area, body.category, body.unit, newId()],
  )
  return { id }
})
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
console.log('Database: bare')
