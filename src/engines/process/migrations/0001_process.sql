create schema process;

create table process.definition (
  id uuid primary key,
  process text not null,
  version int not null,
  hash text not null,
  xml text not null,
  created_at timestamptz not null,
  unique (process, hash),
  unique (process, version)
);
comment on table process.definition is 'Each drawing that an instance ever began with; running instances stay on theirs. retention: for ever; legal basis: none needed, no personal data';

create table process.instance (
  id uuid primary key,
  process text not null,
  definition_id uuid not null references process.definition (id),
  subject text not null,
  title text not null,
  organisation ltree,
  area ltree,
  status text not null check (status in ('running', 'suspended', 'ended')),
  ended_how text check (ended_how in ('completed', 'withdrawn', 'terminated')),
  ended_element text,
  variables jsonb not null,
  visits jsonb not null,
  outcomes jsonb not null,
  next_token int not null,
  version int not null,
  limit_amount float8,
  limit_clock text,
  warn_at timestamptz,
  due_at timestamptz,
  started_by text not null,
  started_at timestamptz not null,
  suspended_at timestamptz,
  paused_ms bigint not null default 0,
  ended_at timestamptz
);
create unique index instance_running on process.instance (subject, process) where status <> 'ended';
create index instance_subject on process.instance (subject, started_at);
comment on table process.instance is 'One running through of a process for one thing. retention: as long as its subject; legal basis: 行政机关履行职责的记录 (Archives Law art. 13)';

create table process.token (
  instance_id uuid not null references process.instance (id) on delete cascade,
  id int not null,
  element text not null,
  via text,
  path text not null,
  outcome text,
  joint jsonb,
  primary key (instance_id, id)
);
comment on table process.token is 'Where a running instance stands. retention: until the instance ends; legal basis: none needed, no personal data';

create table process.task (
  id uuid primary key,
  instance_id uuid not null references process.instance (id) on delete cascade,
  token_id int not null,
  process text not null,
  step text not null,
  subject text not null,
  state text not null check (state in ('open', 'completed', 'void')),
  capability text,
  unit ltree,
  organisation ltree,
  area ltree,
  assignee text,
  assignee_name text,
  participant jsonb,
  limit_amount float8,
  limit_clock text,
  opened_at timestamptz not null,
  warn_at timestamptz,
  due_at timestamptz,
  paused_ms bigint not null default 0,
  claimed_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  closed_by_name text,
  outcome text,
  comment text,
  version int not null default 1
);
create index task_instance on process.task (instance_id, opened_at);
create index task_subject on process.task (subject);
create index task_inbox on process.task (coalesce(due_at, 'infinity'), id) where state = 'open';
create index task_assignee on process.task (assignee, coalesce(due_at, 'infinity'), id) where state = 'open';
create index task_organisation on process.task using gist (organisation) where state = 'open';
create index task_area on process.task using gist (area) where state = 'open';
comment on table process.task is 'What a person has to do, or has done, at one step. retention: as long as its subject; legal basis: 行政机关履行职责的记录 (Archives Law art. 13)';

-- What happens by itself when its time comes; `at` is null while the calendar of that year is not published.
create table process.deadline (
  id bigint generated always as identity primary key,
  instance_id uuid not null references process.instance (id) on delete cascade,
  task_id uuid references process.task (id) on delete cascade,
  timer_id int,
  token_id int,
  element text,
  kind text not null check (kind in ('warn', 'due', 'timer')),
  clock text not null,
  amount float8 not null,
  started_at timestamptz not null,
  at timestamptz,
  paused boolean not null default false,
  attempts int not null default 0
);
create index deadline_at on process.deadline (at) where not paused and at is not null;
create index deadline_unknown on process.deadline (id) where at is null;
create index deadline_instance on process.deadline (instance_id);
create index deadline_task on process.deadline (task_id);
comment on table process.deadline is 'Warnings, limits and timers still to come. retention: until they have come; legal basis: none needed, no personal data';

create table process.history (
  id uuid primary key,
  instance_id uuid not null references process.instance (id) on delete cascade,
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  what text not null,
  element text,
  task_id uuid,
  outcome text,
  comment text,
  data jsonb
);
create index history_instance on process.history (instance_id, id);
comment on table process.history is 'What happened in an instance, by whom. retention: as long as its subject; legal basis: 行政机关履行职责的记录 (Archives Law art. 13)';
