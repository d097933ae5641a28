create schema credit;
create extension if not exists pg_trgm;

-- Ledgers carry the columns of every register: id, version, who and when, removed_at, search.

create table credit.subjects (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,

  kind text not null check (kind in ('enterprise', 'self-employed', 'institution', 'social', 'person')),
  code text,
  name text not null,
  status text not null default 'active',
  industry text,
  registered_on date,
  address text,
  flags text not null default '',
  person_name_sealed text,
  person_name_index text,
  person_number_sealed text,
  person_number_index text,
  employer_code text,
  occupation text
);
create unique index subjects_code on credit.subjects (code) where code is not null and removed_at is null;
create unique index subjects_person on credit.subjects (person_number_index) where person_number_index is not null and removed_at is null;
create index subjects_kind on credit.subjects (kind, id);
create index subjects_employer on credit.subjects (employer_code) where employer_code is not null;
create index subjects_name on credit.subjects using gin (name gin_trgm_ops) where kind <> 'person';
create index subjects_search on credit.subjects using gin (search);
comment on table credit.subjects is 'Whom credit records are about 信用主体: enterprises by unified social credit code, practitioners by sealed number. retention: while a record is kept; legal basis: 国务院《企业信息公示暂行条例》；个人信息保护法第十三条第一款第三项 (statutory duty)';

create table credit.records (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,

  subject_code text,
  subject_name text not null default '',
  person_name_sealed text,
  person_name_index text,
  person_number_sealed text,
  person_number_index text,
  source ltree not null,
  document_number text not null,
  field text not null,
  kind text not null,
  title text not null,
  decided_on date not null,
  valid_until date,
  degree text check (degree in ('minor', 'general', 'serious')),
  outcome text check (outcome in ('kept', 'broken')),
  term_months integer,
  must_publish boolean not null default false,
  basis text not null default '',
  content text not null default '',
  duty_done_on date,
  -- What follows from the act by the rule in force; computed on the way in.
  state text not null default 'published' check (state in ('published', 'unpublished', 'repaired', 'ended')),
  repair_from date,
  publish_until date,
  disputed boolean not null default false,
  flags text not null default ''
);
create unique index records_document on credit.records (source, document_number) where removed_at is null;
create index records_subject on credit.records (subject_code, decided_on desc, id) where subject_code is not null;
create index records_person on credit.records (person_number_index, decided_on desc, id) where person_number_index is not null;
create index records_ending on credit.records (publish_until) where state in ('published', 'unpublished') and publish_until is not null;
create index records_field on credit.records (field, id);
create index records_kind on credit.records (kind, id);
create index records_state on credit.records (state, id);
create index records_decided on credit.records (decided_on, id);
create index records_flagged on credit.records (id) where flags <> '';
create index records_search on credit.records using gin (search);
comment on table credit.records is 'Credit records 公共信用信息 of departments. retention: adverse ones 5 years after publication ended, others while valid and 5 years; legal basis: 《上海市社会信用条例》；国家发展改革委《信用修复管理办法》';

create table credit.representatives (
  id uuid primary key,
  account_id uuid not null,
  subject_id uuid not null references credit.subjects (id),
  role text not null check (role in ('self', 'agent')),
  state text not null check (state in ('asked', 'confirmed', 'refused', 'ended')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  why text,
  unique (account_id, subject_id)
);
create index representatives_subject on credit.representatives (subject_id);
comment on table credit.representatives is 'Which account acts for which subject 办事人. retention: 3 years after it ended; legal basis: 个人信息保护法第十三条第一款第一项 (consent)';

create table credit.consents (
  id uuid primary key,
  subject_id uuid not null references credit.subjects (id),
  agency ltree not null,
  purpose text not null,
  granted_by uuid not null,
  granted_at timestamptz not null,
  until date not null,
  withdrawn_at timestamptz
);
create index consents_subject on credit.consents (subject_id, agency);
comment on table credit.consents is 'A subject lets an agency ask about it. retention: 5 years after it ended; legal basis: 《征信业管理条例》第十八条；个人信息保护法第十三条第一款第一项 (consent)';

create table credit.queries (
  id uuid primary key,
  at timestamptz not null,
  subject_id uuid not null references credit.subjects (id),
  asker text not null,
  asker_kind text not null check (asker_kind in ('agency', 'officer', 'approval', 'subject')),
  asker_name text not null,
  organisation ltree,
  consent_id uuid,
  purpose text not null,
  answered boolean not null,
  records integer not null
);
create index queries_subject on credit.queries (subject_id, id desc);
create index queries_asker on credit.queries (organisation, id desc);
comment on table credit.queries is 'Who asked about a subject, shown to the subject. retention: 5 years; legal basis: 《征信业管理条例》第二十条；个人信息保护法第四十五条';

create table credit.withdrawals (
  id uuid primary key,
  at timestamptz not null,
  agency ltree not null,
  record_id uuid not null,
  subject_id uuid not null,
  document_number text not null,
  why text not null check (why in ('repaired', 'ended', 'removed', 'corrected')),
  read_at timestamptz,
  unique (agency, record_id, why, at)
);
create index withdrawals_agency on credit.withdrawals (agency, id);
comment on table credit.withdrawals is 'Told to those who received a record: it is no longer to be shared or used. retention: 2 years; legal basis: 《信用修复管理办法》';

create table credit.objections (
  id uuid primary key,
  number text not null unique,
  record_id uuid not null references credit.records (id),
  subject_id uuid not null references credit.subjects (id),
  source ltree not null,
  account_id uuid not null,
  reason text not null,
  wants text not null check (wants in ('correct', 'remove')),
  state text not null check (state in ('accepting', 'checking', 'refused', 'corrected', 'removed', 'kept', 'withdrawn')),
  answer text,
  version integer not null default 1,
  asked_at timestamptz not null,
  ended_at timestamptz
);
create unique index objections_open on credit.objections (record_id) where state in ('accepting', 'checking');
create index objections_subject on credit.objections (subject_id, id desc);
create index objections_source on credit.objections using gist (source);
comment on table credit.objections is 'Objections 异议 to records. retention: 5 years after the answer; legal basis: 《上海市社会信用条例》';

create table credit.repairs (
  id uuid primary key,
  number text not null unique,
  record_id uuid not null references credit.records (id),
  subject_id uuid not null references credit.subjects (id),
  source ltree not null,
  account_id uuid not null,
  rule text not null,
  statement text not null,
  commitment text not null,
  conditions jsonb not null,
  state text not null check (state in ('receiving', 'deciding', 'refused', 'granted', 'withdrawn')),
  answer text,
  version integer not null default 1,
  asked_at timestamptz not null,
  ended_at timestamptz
);
create unique index repairs_open on credit.repairs (record_id) where state in ('receiving', 'deciding');
create index repairs_subject on credit.repairs (subject_id, id desc);
create index repairs_source on credit.repairs using gist (source);
comment on table credit.repairs is 'Applications for credit repair 信用修复. retention: 5 years after the answer; legal basis: 《信用修复管理办法》（国家发展改革委令第 36 号）';

create table credit.list_entries (
  id uuid primary key,
  list text not null,
  subject_id uuid not null references credit.subjects (id),
  source ltree not null,
  facts text not null,
  document_number text not null,
  state text not null check (state in ('noticed', 'entered', 'exited', 'dropped')),
  noticed_on date not null,
  heard_until timestamptz not null,
  statement text,
  entered_on date,
  until date,
  exited_on date,
  exit_why text,
  record_id uuid references credit.records (id),
  version integer not null default 1,
  made_by text not null
);
create unique index list_entries_open on credit.list_entries (list, subject_id) where state in ('noticed', 'entered');
create index list_entries_subject on credit.list_entries (subject_id);
create index list_entries_ending on credit.list_entries (until) where state = 'entered';
comment on table credit.list_entries is 'Lists of serious breaches 严重失信主体名单: notice, entry, exit. retention: 5 years after exit; legal basis: named by each list';

create table credit.measures (
  id uuid primary key,
  code text not null unique,
  kind text not null check (kind in ('incentive', 'penalty')),
  title jsonb not null,
  basis text not null check (basis <> ''),
  applies_to text not null,
  department ltree not null,
  from_on date not null,
  until date,
  version integer not null default 1,
  made_by text not null
);
comment on table credit.measures is 'Joint incentives and penalties 联合奖惩, each with its legal basis. retention: for ever';

create table credit.executions (
  id uuid primary key,
  measure_id uuid not null references credit.measures (id),
  subject_id uuid not null references credit.subjects (id),
  entry_id uuid references credit.list_entries (id),
  record_id uuid,
  department ltree not null,
  state text not null check (state in ('due', 'executed', 'not-executed', 'lifted')),
  due_since timestamptz not null,
  told_at timestamptz,
  told_by text,
  feedback text,
  lifted_at timestamptz,
  lifted_why text,
  version integer not null default 1
);
create index executions_subject on credit.executions (subject_id);
create index executions_department on credit.executions using gist (department);
create unique index executions_once on credit.executions (measure_id, entry_id) where entry_id is not null;
comment on table credit.executions is 'A measure upon one subject, and what the department reported back. retention: 5 years after it was lifted; legal basis: that of the measure';

create table credit.receipts (
  id uuid primary key,
  number text not null unique,
  source ltree not null,
  client text not null,
  key text not null,
  digest text not null,
  at timestamptz not null,
  accepted integer not null,
  flagged integer not null,
  repeated integer not null,
  refused integer not null,
  answers jsonb not null,
  unique (client, key)
);
create index receipts_source on credit.receipts (source, id desc);
comment on table credit.receipts is 'Receipts for records handed in by API. retention: 2 years; holds no personal data';

create table credit.exchange_batches (
  id uuid primary key,
  number text not null unique,
  field text not null,
  day date not null,
  state text not null check (state in ('made', 'fetched', 'answered')),
  rows integer not null,
  manifest jsonb not null,
  csv text not null,
  xml text not null,
  made_at timestamptz not null,
  fetched_at timestamptz,
  answered_at timestamptz,
  accepted integer,
  rejected integer,
  version integer not null default 1
);
create index exchange_batches_day on credit.exchange_batches (day, field);
comment on table credit.exchange_batches is 'Files for the platform above, one per field and day. retention: 180 days after the answer';

create table credit.exchange_rows (
  id uuid primary key,
  record_id uuid not null,
  what text not null check (what in ('add', 'change', 'withdraw')),
  field text not null,
  queued_at timestamptz not null,
  batch_id uuid references credit.exchange_batches (id),
  line integer,
  tries integer not null default 0,
  state text not null default 'queued' check (state in ('queued', 'sent', 'accepted', 'rejected')),
  why text
);
create index exchange_rows_queued on credit.exchange_rows (field, id) where state = 'queued';
create index exchange_rows_batch on credit.exchange_rows (batch_id, line);
create index exchange_rows_rejected on credit.exchange_rows (id) where state = 'rejected';
comment on table credit.exchange_rows is 'What the platform above is to hear of a record. retention: 180 days after it was accepted';

create table credit.figures (
  id text primary key,
  at timestamptz not null,
  value jsonb not null
);
comment on table credit.figures is 'Counts for the statistics page, refreshed by a sweep. retention: overwritten';

create table credit.demo (
  id text primary key,
  made integer not null
);
comment on table credit.demo is 'How far the demo records have been made. retention: with the demo';
