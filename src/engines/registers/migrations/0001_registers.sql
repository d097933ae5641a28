create schema registers;

-- What happened to the rows of all registers. A batch that an import made is one row: `row_id` is its first, `last_id` its last.
create table registers.history (
  id uuid primary key,
  register text not null,
  row_id uuid not null,
  last_id uuid,
  version integer not null,
  act text not null check (act in ('created', 'imported', 'changed', 'removed', 'restored')),
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  -- Changed fields only; personal values are sealed text.
  before jsonb,
  after jsonb,
  why text,
  source text,
  rows integer not null default 1
);
create index history_row on registers.history (register, row_id, id desc);
create index history_batch on registers.history (register, last_id) where last_id is not null;
comment on table registers.history is 'Who changed what in which register; personal values sealed. retention: as the row it tells of; legal basis: that of its register';

create table registers.view (
  id uuid primary key,
  register text not null,
  owner text not null,
  -- Set on a shared view: the organisation whose people see it.
  organisation ltree,
  name text not null,
  query jsonb not null,
  updated_at timestamptz not null
);
create unique index view_own on registers.view (register, owner, name) where organisation is null;
create unique index view_shared on registers.view (register, organisation, name) where organisation is not null;
comment on table registers.view is 'Saved filters of lists. retention: until their owner deletes them; legal basis: none needed, no personal data';
