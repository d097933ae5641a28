create schema open_data;
create schema open_data_store;
comment on schema open_data_store is 'What the public reads: one table per open resource, made anew by the privacy gate at every refresh. retention: as long as its resource is open; legal basis: none needed, no personal data passes the gate';

create table open_data.dataset (
  id uuid primary key,
  -- The word in addresses and in CKAN.
  name text not null unique check (name ~ '^[a-z0-9_-]{2,100}$'),
  title jsonb not null,
  notes jsonb not null,
  theme text not null,
  publisher text not null,
  publisher_title jsonb not null,
  publisher_kind text not null check (publisher_kind in ('organisation', 'enterprise')),
  publisher_path ltree,
  -- Who handed it in; an account of an enterprise, or of the department's clerk.
  provider_account text not null,
  licence text not null,
  cycle smallint not null check (cycle between 1 and 9),
  tags text[] not null default '{}',
  formats text[] not null default '{}',
  spatial text,
  temporal_from date,
  temporal_to date,
  contact jsonb,
  extras jsonb not null default '{}',
  catalogue_resource uuid unique,
  -- draft: being made; review: waits for the open data office; published: everybody's; withdrawn: was everybody's; returned: to be improved.
  state text not null default 'draft' check (state in ('draft', 'review', 'published', 'withdrawn', 'returned')),
  state_why text,
  submitted_at timestamptz,
  review_due_at timestamptz,
  published_at timestamptz,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  data_at timestamptz,
  refresh_at timestamptz,
  quality smallint not null default 0,
  views bigint not null default 0,
  downloads bigint not null default 0,
  calls bigint not null default 0,
  words tsvector not null,
  version int not null default 1
);
create index dataset_words on open_data.dataset using gin (words);
create index dataset_modified on open_data.dataset (modified_at desc, id) where state = 'published';
create index dataset_tags on open_data.dataset using gin (tags);
create index dataset_provider on open_data.dataset (provider_account);
create index dataset_refresh on open_data.dataset (refresh_at) where state = 'published';
create index dataset_review on open_data.dataset (review_due_at) where state = 'review';
comment on table open_data.dataset is 'Open datasets and those on their way. retention: for ever, withdrawn ones as a line without data; legal basis: 上海市公共数据开放暂行办法（市政府令第21号）';

create table open_data.resource (
  id uuid primary key,
  dataset_id uuid not null references open_data.dataset (id) on delete cascade,
  position int not null,
  name jsonb not null,
  description jsonb not null,
  kind text not null check (kind in ('table', 'link')),
  format text not null,
  mimetype text not null,
  url text,
  -- Where its rows come from: a distribution of the catalogue, or rows handed in and held sealed.
  source jsonb not null,
  fields jsonb not null default '[]',
  -- The table it is read from; null until it passed the gate.
  table_name text unique,
  row_count bigint not null default 0,
  -- _id runs from 1 without a gap: the n-th row is found without counting.
  is_dense boolean not null default true,
  bytes bigint,
  digest text,
  geometry jsonb,
  plan jsonb,
  report jsonb,
  created_at timestamptz not null,
  modified_at timestamptz not null
);
create index resource_dataset on open_data.resource (dataset_id, position);
comment on table open_data.resource is 'Tables and links of datasets, with the plan by which the gate made them. retention: as the dataset';

create table open_data.held (
  resource_id uuid not null references open_data.resource (id) on delete cascade,
  part int not null,
  sealed text not null,
  rows int not null,
  primary key (resource_id, part)
);
comment on table open_data.held is 'Rows as they were handed in, sealed, until the gate has made the open table of them and as long as it is refreshed from them. retention: as the dataset, deleted when it is withdrawn; legal basis: consent of the publisher who hands them in';

create table open_data.api_key (
  id uuid primary key,
  account text not null,
  name text not null,
  key_hash text not null unique,
  hint text not null,
  per_minute int not null,
  per_day int not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_account on open_data.api_key (account);
comment on table open_data.api_key is 'Developers’ keys, hashed. retention: 1 year after revocation; legal basis: the developer’s own request';

create table open_data.usage_day (
  day date not null,
  key_id uuid,
  dataset_id uuid,
  how text not null,
  calls bigint not null default 0,
  rows bigint not null default 0,
  unique nulls not distinct (day, key_id, dataset_id, how)
);
create index usage_day_key on open_data.usage_day (key_id, day);
comment on table open_data.usage_day is 'Calls and rows by day, key and dataset; nothing about who without a key. retention: 5 years';

create table open_data.question (
  id uuid primary key,
  dataset_id uuid not null references open_data.dataset (id) on delete cascade,
  account text not null,
  account_name text not null,
  body text not null,
  at timestamptz not null,
  due_at timestamptz not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  hidden_why text
);
create index question_dataset on open_data.question (dataset_id, at desc);
create index question_open on open_data.question (due_at) where answered_at is null and hidden_why is null;
comment on table open_data.question is 'Questions to a provider with public answers. retention: 3 years; legal basis: the asker’s own publication; names are shortened on pages';

create table open_data.data_request (
  id uuid primary key,
  number text not null unique,
  account text not null,
  account_name text not null,
  title text not null,
  body text not null,
  purpose text not null,
  theme text not null,
  state text not null default 'open' check (state in ('open', 'planned', 'fulfilled', 'declined')),
  at timestamptz not null,
  due_at timestamptz not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  dataset_id uuid references open_data.dataset (id) on delete set null
);
create index data_request_at on open_data.data_request (at desc);
create index data_request_open on open_data.data_request (due_at) where answered_at is null;
comment on table open_data.data_request is 'Requests for data that is not open yet. retention: 3 years; legal basis: the asker’s own publication; names are shortened on pages';

create table open_data.follower (
  request_id uuid not null references open_data.data_request (id) on delete cascade,
  account text not null,
  at timestamptz not null,
  primary key (request_id, account)
);
comment on table open_data.follower is 'Who else wants the data. retention: as the request';

create table open_data.reuse (
  id uuid primary key,
  dataset_id uuid not null references open_data.dataset (id) on delete cascade,
  account text not null,
  account_name text not null,
  title text not null,
  body text not null,
  url text,
  kind text not null check (kind in ('app', 'analysis', 'research', 'news', 'other')),
  at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused')),
  decided_by text,
  decided_at timestamptz,
  why text
);
create index reuse_dataset on open_data.reuse (dataset_id) where state = 'shown';
create index reuse_waiting on open_data.reuse (due_at) where state = 'waiting';
comment on table open_data.reuse is 'What people made of the data; shown after a look. retention: as the dataset; legal basis: the maker’s own publication';

create table open_data.subscription (
  dataset_id uuid not null references open_data.dataset (id) on delete cascade,
  account text not null,
  at timestamptz not null,
  primary key (dataset_id, account)
);
comment on table open_data.subscription is 'Who wants to hear of new data. retention: until unsubscribed; legal basis: the subscriber’s own request';
