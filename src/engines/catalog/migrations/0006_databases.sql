create table catalog.database (
  id uuid primary key,
  title text not null,
  kind text not null check (kind in ('postgres')),
  owner ltree not null references identity.organisation (path) on update cascade,
  host text not null,
  port int not null check (port between 1 and 65535),
  database text not null,
  login text not null,
  password_sealed text not null,
  tls text not null check (tls in ('verify', 'require', 'off')),
  -- What the last try found: the server's version and whether the login could write, or why it did not answer.
  checked_at timestamptz,
  server text,
  can_write boolean not null default false,
  fault text,
  detail text,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null
);
create index database_owner on catalog.database using gist (owner);
comment on table catalog.database is 'Departments’ databases that are read from, the passwords sealed. retention: until removed by their unit; legal basis: 国发〔2016〕51号第十二条';

alter table catalog.exchange
  add column database_id uuid references catalog.database (id),
  add column source_table text,
  -- By item: the column of the source, and how the source calls its type.
  add column source_columns jsonb,
  -- When everything was last read and compared, rows that are gone in the source removed.
  add column whole_at timestamptz,
  add constraint exchange_source check ((database_id is null) = (source_table is null) and (database_id is null) = (source_columns is null));

alter table catalog.exchange_run
  add column expected bigint,
  add column added bigint not null default 0,
  add column changed bigint not null default 0,
  add column removed bigint not null default 0;

create table catalog.exchange_refusal (
  run_id uuid not null references catalog.exchange_run (id) on delete cascade,
  position int not null,
  -- The row's place in the run, its key, and the value at fault; personal ones masked.
  line int not null,
  key text not null,
  item text not null,
  code text not null check (code in ('strange', 'empty', 'type', 'twice')),
  value text,
  primary key (run_id, position)
);
comment on table catalog.exchange_refusal is 'Rows of a partner that kept a batch out, with the reason. retention: 1 year; legal basis: 国发〔2016〕51号第十二条';
