-- A file on its way into a register. The file itself lies in the data folder, sealed by a key of its own.
create table registers.import (
  id uuid primary key,
  register text not null,
  state text not null check (state in ('checking', 'checked', 'running', 'done', 'refused', 'stopped')),
  digest text not null,
  filename text not null,
  bytes bigint not null,
  kind text not null,
  encoding text,
  sheet text,
  spool_key text,
  -- Who sent it, and with which rights they ran it.
  by_id text not null,
  by_name text not null,
  actor jsonb not null,
  columns jsonb not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- When it last moved; a pass that stands still for long has lost its worker.
  moved_at timestamptz not null,
  kept_until timestamptz not null,
  -- Rows of the file that the present pass has behind it: a run goes on from here.
  rows_read integer not null default 0,
  bytes_read bigint not null default 0,
  rows_total integer,
  found_insert integer not null default 0,
  found_update integer not null default 0,
  found_unchanged integer not null default 0,
  found_faulty integer not null default 0,
  done_inserted integer not null default 0,
  done_updated integer not null default 0,
  done_unchanged integer not null default 0,
  done_refused integer not null default 0,
  problem jsonb
);
create unique index import_under_way on registers.import (register, digest) where state in ('checking', 'checked', 'running');
create index import_register on registers.import (register, id desc);
create index import_kept on registers.import (kept_until) where spool_key is not null;
comment on table registers.import is 'Files imported into registers: who, when, what came of it. retention: the entry as long as the register, the file and its faults 30 days; legal basis: that of its register';

create table registers.import_fault (
  import_id uuid not null references registers.import on delete cascade,
  line integer not null,
  -- [{path, code, text: {zh, en}, value}], personal values shortened.
  faults jsonb not null,
  primary key (import_id, line)
);
comment on table registers.import_fault is 'Rows of an imported file that stay out, and why; personal values shortened. retention: 30 days, as the file; legal basis: that of its register';
