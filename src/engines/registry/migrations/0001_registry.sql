create schema registry;

-- A department's system that joined after the district's first day; those of the first day are declared by the district.
create table registry.source (
  registry text not null,
  id text not null check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
  title jsonb not null,
  organisation ltree not null,
  holds text[] not null,
  carries text[] not null,
  fresh_days int not null,
  basis text not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (registry, id)
);
comment on table registry.source is 'Sources of the base registries, each with the fields it is the duty-holder of (依职采集). retention: for ever; legal basis: none needed, no personal data';

create table registry.delivery (
  id uuid primary key,
  registry text not null,
  source text not null,
  how text not null check (how in ('api', 'file', 'generated')),
  filename text,
  received int not null default 0,
  new int not null default 0,
  changed int not null default 0,
  same int not null default 0,
  refused int not null default 0,
  doubtful int not null default 0,
  flagged int not null default 0,
  faults jsonb not null default '[]',
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  finished_at timestamptz
);
create index delivery_registry on registry.delivery (registry, id);
comment on table registry.delivery is 'What was delivered when, in numbers and with the lines refused (no values). retention: 5 years; legal basis: none needed, no personal data';

-- One id per person, enterprise or whatever a registry is about. Personal values are sealed in one text.
-- Distribution key when spread over nodes: id.
create table registry.entity (
  id uuid primary key,
  registry text not null,
  sealed text,
  open jsonb not null default '{}',
  -- For registries that are open within the administration only: what it is called, to be searched.
  title text,
  area ltree,
  provenance jsonb not null default '{}',
  flags text[] not null default '{}',
  sources text[] not null default '{}',
  records int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  merged_into uuid references registry.entity (id)
);
create index entity_registry on registry.entity (registry, id) where merged_into is null;
create index entity_flags on registry.entity using gin (flags);
create index entity_title on registry.entity using gin (title gin_trgm_ops) where title is not null;
create index entity_area on registry.entity using gist (area) where area is not null;
create index entity_merged on registry.entity (merged_into) where merged_into is not null;
comment on table registry.entity is 'Golden records of the base registries: the value of each field that won, and why. retention: for life and 30 years (population), 30 years after dissolution (legal entities); legal basis: 个人信息保护法第十三条第一款第三项 (statutory duty), 国务院令第809号 政务数据共享条例';

-- Kept as delivered. Distribution key: entity_id.
create table registry.record (
  id uuid primary key,
  registry text not null,
  source text not null,
  -- Blind index of the source's own key: the key may be a person's number.
  key_index text not null,
  sealed text,
  open jsonb not null default '{}',
  digest text not null,
  flags text[] not null default '{}',
  observed_on date not null,
  version int not null default 1,
  delivery uuid not null references registry.delivery (id),
  received_at timestamptz not null,
  entity_id uuid not null references registry.entity (id),
  unique (registry, source, key_index)
);
create index record_entity on registry.record (entity_id);
create index record_source on registry.record (registry, source);
comment on table registry.record is 'Source records as they were delivered. retention: as the golden record; legal basis: as registry.entity';

create table registry.record_past (
  record_id uuid not null references registry.record (id),
  version int not null,
  sealed text,
  open jsonb not null,
  flags text[] not null,
  observed_on date not null,
  received_at timestamptz not null,
  replaced_at timestamptz not null,
  primary key (record_id, version)
);
comment on table registry.record_past is 'What a source said before it delivered anew. retention: 10 years; legal basis: as registry.entity';

-- Blind indexes, 64 bits of a keyed hash: by these a record is looked up, and candidates for matching are found.
create table registry.token (
  token bigint not null,
  record_id uuid not null references registry.record (id) on delete cascade,
  primary key (token, record_id)
);
create index token_record on registry.token (record_id);
comment on table registry.token is 'Keyed hashes for exact look-up and blocking; nothing gives the value back. retention: with the record; legal basis: as registry.entity';

-- Why a record belongs to an entity; rows are never changed but for their end.
create table registry.link (
  id uuid primary key,
  record_id uuid not null references registry.record (id),
  entity_id uuid not null references registry.entity (id),
  how text not null check (how in ('first', 'matched', 'decided', 'merged', 'split', 'restored')),
  score double precision,
  explanation jsonb not null default '[]',
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  until timestamptz
);
create index link_record on registry.link (record_id, id);
create index link_entity on registry.link (entity_id, id);
comment on table registry.link is 'Which record belonged to which entity from when to when, and why. retention: as the record; legal basis: as registry.entity';

create table registry.review (
  id uuid primary key,
  registry text not null,
  left_record uuid not null references registry.record (id),
  right_record uuid not null references registry.record (id),
  reason text not null check (reason in ('doubtful', 'two-homes', 'conflict', 'asked')),
  score double precision not null,
  explanation jsonb not null,
  state text not null default 'open' check (state in ('open', 'seconding', 'same', 'different', 'undecided', 'void')),
  version int not null default 1,
  opened_at timestamptz not null,
  proposal text check (proposal in ('same', 'different')),
  proposed_by text,
  proposed_name text,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  note text,
  check (left_record < right_record)
);
create unique index review_pair on registry.review (left_record, right_record) where state in ('open', 'seconding', 'undecided');
create index review_queue on registry.review (registry, state, score desc, id);
create index review_right on registry.review (right_record);
comment on table registry.review is 'Pairs of records that may or may not be about one. retention: 10 years; legal basis: as registry.entity';

-- What people decided; it outlives every later matching.
create table registry.constraint_pair (
  left_record uuid not null references registry.record (id),
  right_record uuid not null references registry.record (id),
  must boolean not null,
  why text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (left_record, right_record),
  check (left_record < right_record)
);
create index constraint_right on registry.constraint_pair (right_record);
comment on table registry.constraint_pair is 'Must-link and cannot-link decisions. retention: as the record; legal basis: as registry.entity';

create table registry.merge (
  id uuid primary key,
  registry text not null,
  kept uuid not null references registry.entity (id),
  gone uuid not null references registry.entity (id),
  records uuid[] not null,
  why text not null,
  review_id uuid references registry.review (id),
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  undone_name text,
  undone_why text
);
create index merge_kept on registry.merge (kept, id);
create index merge_gone on registry.merge (gone, id);
comment on table registry.merge is 'Two entities that became one, with what is needed to part them again. retention: as the golden record; legal basis: as registry.entity';

-- A value that a steward chose against the order of trust.
create table registry.choice (
  entity_id uuid not null references registry.entity (id),
  field text not null,
  record_id uuid not null references registry.record (id),
  why text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (entity_id, field)
);
comment on table registry.choice is 'Manual choices of a field''s source. retention: as the golden record; legal basis: as registry.entity';

create table registry.change (
  seq bigint generated always as identity primary key,
  registry text not null,
  entity_id uuid not null,
  kind text not null check (kind in ('created', 'changed', 'merged', 'restored')),
  fields text[] not null default '{}',
  other uuid,
  at timestamptz not null
);
create index change_feed on registry.change (registry, seq);
create index change_entity on registry.change (entity_id, seq);
comment on table registry.change is 'The feed subscribers read on: which entity changed in which fields (no values). retention: 5 years; legal basis: as registry.entity';

-- A department may read these fields, for this purpose: instead of collecting them a second time.
create table registry.share (
  id uuid primary key,
  registry text not null,
  organisation ltree not null,
  fields text[] not null,
  purpose text not null,
  basis text not null,
  state text not null default 'asked' check (state in ('asked', 'granted', 'refused', 'ended')),
  version int not null default 1,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  answer text,
  until date,
  read_to bigint not null default 0,
  read_at timestamptz
);
create index share_registry on registry.share (registry, state, id);
comment on table registry.share is 'Applications of departments to read fields of a registry. retention: 10 years; legal basis: 政务数据共享条例';

-- Who saw whom: the citizen's own page reads here; the audit has the same in its chain.
create table registry.access (
  id uuid primary key,
  registry text not null,
  entity_id uuid not null,
  what text not null check (what in ('found', 'unmasked', 'delivered')),
  fields text[] not null default '{}',
  purpose text not null,
  note text not null,
  actor text not null,
  actor_name text not null,
  organisation ltree,
  at timestamptz not null,
  question text,
  asked_at timestamptz,
  answer text,
  answered_by text,
  answered_name text,
  answered_at timestamptz
);
create index access_entity on registry.access (entity_id, id);
create index access_question on registry.access (asked_at) where question is not null and answered_at is null;
comment on table registry.access is 'Each look at a person''s data with its purpose. retention: 3 years; legal basis: 个人信息保护法第四十四条、第五十一条 (right to know; records of handling)';

-- An account that was shown to belong to a person.
create table registry.person_account (
  account_id text primary key,
  registry text not null,
  entity_id uuid not null references registry.entity (id),
  how text not null check (how in ('matched', 'counter', 'demo')),
  at timestamptz not null
);
create index person_account_entity on registry.person_account (entity_id);
comment on table registry.person_account is 'Which account is whose. retention: with the account; legal basis: 个人信息保护法第十三条第一款第二项 (the service asked for)';

create table registry.correction (
  id uuid primary key,
  registry text not null,
  entity_id uuid not null references registry.entity (id),
  field text not null,
  source text not null,
  proposed_sealed text not null,
  why text not null,
  state text not null default 'asked' check (state in ('asked', 'accepted', 'refused')),
  version int not null default 1,
  asked_by text not null,
  asked_at timestamptz not null,
  answer text,
  answered_by text,
  answered_name text,
  answered_at timestamptz
);
create index correction_open on registry.correction (registry, state, id);
create index correction_asker on registry.correction (asked_by, id);
comment on table registry.correction is 'Requests of residents to correct what a source says of them. retention: 3 years after the answer; legal basis: 个人信息保护法第四十六条 (right to correction)';
