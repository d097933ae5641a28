create table catalog.exchange (
  id uuid primary key,
  title text not null,
  direction text not null check (direction in ('pull', 'push')),
  owner ltree not null references identity.organisation (path) on update cascade,
  resource_id uuid not null references catalog.resource (id),
  distribution_id uuid not null references catalog.distribution (id),
  share_id uuid references catalog.share (id),
  url text not null,
  secret_sealed text,
  -- Pull: what makes two rows the same. Push: the column that says what changed.
  key_columns text[] not null default '{}',
  cursor_column text,
  batch_size int not null check (batch_size between 1 and 5000),
  every_minutes int not null check (every_minutes between 1 and 44640),
  timeout_ms int not null check (timeout_ms between 200 and 60000),
  cursor text,
  state text not null check (state in ('active', 'paused', 'quarantined')),
  reason text,
  detail text,
  attempts int not null default 0,
  next_at timestamptz not null,
  running_since timestamptz,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  check ((direction = 'push') = (share_id is not null))
);
create index exchange_due on catalog.exchange (next_at) where state = 'active';
create index exchange_owner on catalog.exchange using gist (owner);
comment on table catalog.exchange is 'Standing exchanges with partners, on a timetable. retention: 5 years after their end; legal basis: 国发〔2016〕51号第十二条';

create table catalog.exchange_run (
  id uuid primary key,
  exchange_id uuid not null references catalog.exchange (id) on delete cascade,
  why text not null check (why in ('schedule', 'demand', 'resume')),
  state text not null check (state in ('running', 'done', 'failed', 'quarantined')),
  started_at timestamptz not null,
  ended_at timestamptz,
  batches int not null default 0,
  rows bigint not null default 0,
  cursor_from text,
  cursor_to text,
  reason text,
  detail text
);
create index exchange_run_exchange on catalog.exchange_run (exchange_id, started_at desc);
comment on table catalog.exchange_run is 'Each run of an exchange: what went over, and why it ended. retention: 1 year';

create table catalog.exchange_batch (
  run_id uuid not null references catalog.exchange_run (id) on delete cascade,
  number int not null,
  rows int not null,
  -- SM3 of the batch as we reckon it, and as the partner said.
  digest text not null,
  theirs text,
  at timestamptz not null,
  primary key (run_id, number)
);
comment on table catalog.exchange_batch is 'Batches of a run, reconciled by count and SM3. retention: 1 year';
