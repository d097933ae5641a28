create extension if not exists ltree;
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

create schema if not exists published;

create table kernel.fact (
  key text primary key,
  value text not null,
  at timestamptz not null default now()
);
comment on table kernel.fact is 'What this database is: mode, district, first seeds. retention: for ever';

create table kernel.event (
  id uuid primary key,
  seq bigint generated always as identity unique,
  name text not null,
  version int not null,
  ref text not null,
  actor text not null,
  cause text,
  at timestamptz not null,
  payload jsonb not null
);
create index event_ref on kernel.event (ref, seq);
create index event_at on kernel.event (at);
comment on table kernel.event is 'Facts after commit. retention: 90 days, swept daily';

-- One row for each listener that still has to hear of an event, and for each job that still has to run.
-- The row is deleted in the transaction that carries the effect, so an effect happens once.
create table kernel.delivery (
  id bigint generated always as identity primary key,
  target text not null,
  event_id uuid references kernel.event (id) on delete cascade,
  ref text,
  input jsonb,
  once text,
  actor text not null,
  state text not null default 'waiting' check (state in ('waiting', 'dead')),
  attempts int not null default 0,
  next_at timestamptz not null,
  error text,
  created_at timestamptz not null default now()
);
create index delivery_due on kernel.delivery (next_at, id) where state = 'waiting';
create index delivery_order on kernel.delivery (target, ref, id) where state = 'waiting';
create unique index delivery_once on kernel.delivery (target, once) where once is not null and state = 'waiting';
create index delivery_dead on kernel.delivery (id) where state = 'dead';
create index delivery_event on kernel.delivery (event_id);
comment on table kernel.delivery is 'Work still to be done. retention: until done, or thrown away by hand from the dead-letter page';

create table kernel.ticker (
  id text primary key,
  next_at timestamptz not null
);
comment on table kernel.ticker is 'When each recurring sweep is next due; claiming the row is the lock. retention: for ever';

create table kernel.number (
  key text not null,
  year int not null,
  value bigint not null,
  primary key (key, year)
);
comment on table kernel.number is 'Last human number given out, by kind and year. retention: for ever';
