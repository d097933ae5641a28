import { population } from '../../src/engines/registry/base.ts'
import { blocksOf } from '../../src/engines/registry/compare.ts'
import { household, issuing, type Resident, writeHome } from '../../src/engines/registry/matching/residents.testing.ts'
import { normalise } from '../../src/engines/registry/normal.ts'
import { tokensOf } from '../../src/engines/registry/tokens.ts'
import { seal } from '../../src/engines/registry/values.ts'
import { newId } from '../../src/kernel/ids.ts'
import { openSecrets } from '../../src/kernel/secrets.ts'
import type { Bare } from './bare.ts'

const SEED = 20160301
const BATCH = 4000

/** What a look-up may be asked by. */
export interface Known {
  id_number: string
  name: string
  phone: string
}

/** What the registry is delivered about a made resident. */
export const deliveredOf = ({ name, sex, birth, idNumber, phone, home }: Resident): Record<string, string> => ({
  name,
  sex: sex === '男' ? '1' : '2',
  birth: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
  id_number: idNumber,
  phone,
  address: writeHome(home, 0),
})

export function* people(count: number, seed = SEED): Generator<Resident> {
  const issue = issuing()
  let made = 0
  for (let number = 0; made < count; number++)
    for (const resident of household(number, seed, issue)) {
      if (made++ >= count) return
      yield resident
    }
}

interface Rows {
  entity: string[]
  record: string[]
  sealed: string[]
  open: string[]
  token: string[]
  bearer: string[]
}
const noRows = (): Rows => ({ entity: [], record: [], sealed: [], open: [], token: [], bearer: [] })

async function write(bare: Bare, { entity, record, sealed, open, token, bearer }: Rows, delivery: string): Promise<void> {
  await bare.query(
    `insert into registry.entity (id, registry, sealed, open, sources, records, created_at, updated_at)
     select id, 'population', sealed, open::jsonb, '{health}', 1, now(), now() from unnest($1::uuid[], $2::text[], $3::text[]) as e(id, sealed, open)`,
    [entity, sealed, open],
  )
  await bare.query(
    `insert into registry.record (id, registry, source, key_index, sealed, open, digest, observed_on, delivery, received_at, entity_id)
     select id, 'population', 'health', id::text, sealed, open::jsonb, '', current_date, $5::uuid, now(), entity
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as r(id, entity, sealed, open)`,
    [record, entity, sealed, open, delivery],
  )
  await bare.query(
    'insert into registry.token (token, record_id) select * from unnest($1::bigint[], $2::uuid[]) on conflict do nothing',
    [token, bearer],
  )
}

/**
 * Copies what `seedPeople` made until there are about so many: the same rows under new ids, with tokens nobody asks for, so that tables and indexes
 * are as large and as deep as they would be.
 */
export async function multiplyPeople(bare: Bare, wanted: number): Promise<void> {
  const [there] = await bare.query<{ n: number }>(`select count(*)::int as n from registry.entity where registry = 'population'`)
  const times = Math.round(wanted / Math.max(1, there?.n ?? 1)) - 1
  if (times < 1) return
  await bare.query(`create table public.bench_clone as select r.id as old, r.entity_id as old_entity, k, gen_random_uuid() as id, gen_random_uuid() as entity
    from registry.record r cross join generate_series(1, ${times}) k where r.source = 'health' and r.registry = 'population'`)
  await bare.query('drop index registry.token_record')
  await bare.query('alter table registry.token drop constraint token_pkey')
  // Fifteen million rows are checked at once, not each.
  await bare.query('alter table registry.token drop constraint token_record_id_fkey')
  await bare.query(`insert into registry.entity (id, registry, sealed, open, sources, records, flags, created_at, updated_at)
    select c.entity, e.registry, e.sealed, e.open, case when c.k % 3 = 0 then array['health', 'police'] else e.sources end, e.records, e.flags, e.created_at, e.updated_at
    from public.bench_clone c join registry.entity e on e.id = c.old_entity`)
  await bare.query(`insert into registry.record (id, registry, source, key_index, sealed, open, digest, flags, observed_on, delivery, received_at, entity_id)
    select c.id, r.registry, r.source, c.id::text, r.sealed, r.open, r.digest, r.flags, r.observed_on, r.delivery, r.received_at, c.entity
    from public.bench_clone c join registry.record r on r.id = c.old`)
  await bare.query(`insert into registry.token (token, record_id) select (random() * 9e18)::bigint - 4500000000000000000, c.id
    from public.bench_clone c join registry.token t on t.record_id = c.old`)
  await bare.query('alter table registry.token add primary key (token, record_id)')
  await bare.query('alter table registry.token add foreign key (record_id) references registry.record (id) on delete cascade')
  await bare.query('create index token_record on registry.token (record_id)')
  await bare.query('drop table public.bench_clone')
  await bare.query('vacuum analyze registry.entity, registry.record, registry.token')
}

/** So many entities of one record each, sealed and indexed as intake would, without its matching. Returns some of them to ask for. */
export async function seedPeople(bare: Bare, dataDir: string, count: number): Promise<Known[]> {
  const ctx = { secrets: openSecrets({ dataDir, crypto: 'sm' }) }
  const delivery = newId()
  await bare.query(
    `insert into registry.delivery (id, registry, source, how, by_id, by_name, at) values ($1, 'population', 'health', 'generated', 'bench', 'bench', now())`,
    [delivery],
  )
  const known: Known[] = []
  const every = Math.max(1, Math.floor(count / 2000))
  let rows = noRows()
  let made = 0
  for (const resident of people(count)) {
    const { values } = normalise(population, deliveredOf(resident))
    const { sealed, open } = seal(ctx, population, values)
    const [entity, record] = [newId(), newId()]
    rows.entity.push(entity)
    rows.record.push(record)
    rows.sealed.push(sealed ?? '')
    rows.open.push(JSON.stringify(open))
    for (const token of tokensOf(ctx, population, values, blocksOf(population, values))) {
      rows.token.push(token)
      rows.bearer.push(record)
    }
    if (made++ % every === 0) known.push({ id_number: resident.idNumber, name: resident.name, phone: resident.phone })
    if (rows.entity.length === BATCH) {
      await write(bare, rows, delivery)
      rows = noRows()
    }
  }
  await write(bare, rows, delivery)
  await bare.query('analyze registry.entity, registry.record, registry.token')
  return known
}
