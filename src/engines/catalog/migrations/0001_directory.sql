create schema catalog;
create schema catalog_data;
comment on schema catalog_data is 'Tables that came from outside, one per distribution. retention: as long as their resource; legal basis: said by each resource';

create table catalog.resource (
  id uuid primary key,
  code text not null unique,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9_-]{1,99}$'),
  source text not null check (source in ('dataset', 'register', 'upload', 'database', 'link')),
  -- The declared dataset's view or the register's id: a declaration stands in the directory once.
  origin text unique,
  class text not null check (class ~ '^[0-9]{6,12}$'),
  name jsonb not null,
  abstract jsonb not null,
  provider ltree references identity.organisation (path) on update cascade,
  -- An enterprise that publishes has no place in the tree of organisations.
  publisher jsonb,
  provider_code text,
  format text not null check (format in ('0100', '0200', '0310', '0320', '0400', '0500')),
  sharing smallint not null check (sharing between 1 and 3),
  sharing_basis text,
  sharing_ways text[] not null default '{}',
  opening smallint not null check (opening between 1 and 3),
  opening_basis text,
  cycle smallint not null check (cycle between 1 and 9),
  tags text[] not null default '{}',
  related text[] not null default '{}',
  state text not null default 'published' check (state in ('draft', 'published', 'withdrawn')),
  published_on date,
  -- When its data last changed, as far as is known; the clock of timeliness.
  data_at timestamptz,
  open_at timestamptz,
  open_why text,
  licence text,
  -- What the portal needs beside: notes, language, temporal and spatial extent, generalisation in force.
  extras jsonb not null default '{}',
  contact jsonb,
  words tsvector not null,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  check (sharing = 1 or sharing_basis is not null),
  check (provider is not null or publisher is not null)
);
create index resource_words on catalog.resource using gin (words);
create index resource_provider on catalog.resource using gist (provider);
create index resource_updated on catalog.resource (updated_at desc, id desc);
create index resource_open on catalog.resource (open_at desc, id desc) where open_at is not null;
create index resource_tags on catalog.resource using gin (tags);
comment on table catalog.resource is 'Information resources 信息资源 with the core metadata of the 2017 guide. retention: for ever, withdrawn ones too; legal basis: 政务信息资源共享管理暂行办法（国发〔2016〕51号）第七条';

create table catalog.distribution (
  id uuid primary key,
  resource_id uuid not null references catalog.resource (id) on delete cascade,
  position int not null,
  kind text not null check (kind in ('table', 'file', 'link')),
  title jsonb not null,
  format text not null,
  relation text,
  key text,
  -- How words are looked for: a tsvector column, or null (then through text columns).
  words_column text,
  removed_column text,
  row_count bigint,
  url text,
  file_id uuid,
  digest text,
  bytes bigint,
  data_at timestamptz,
  created_at timestamptz not null,
  check ((kind = 'table') = (relation is not null))
);
create index distribution_resource on catalog.distribution (resource_id, position);
create unique index distribution_relation on catalog.distribution (relation) where relation is not null;
comment on table catalog.distribution is 'Where a resource’s data can be had: a table of ours, a file, an address elsewhere. retention: with the resource';

create table catalog.item (
  distribution_id uuid not null references catalog.distribution (id) on delete cascade,
  position int not null,
  name text not null,
  title jsonb not null,
  type text not null check (type in ('text', 'integer', 'decimal', 'boolean', 'date', 'instant', 'json')),
  unit text,
  about jsonb,
  standard text,
  -- Which mask it wears outside its provider: name, phone, id-number, address, all. Personal items always wear one.
  mask text,
  personal boolean not null default false,
  primary key (distribution_id, name)
);
comment on table catalog.item is 'Information items 信息项 of a table, with type, unit, standard and mask. retention: with the resource';

create table catalog.lineage (
  id uuid primary key,
  from_ref text not null,
  to_ref text not null,
  how text not null,
  detail jsonb not null default '{}',
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  unique (from_ref, to_ref, how),
  check (from_ref <> to_ref)
);
create index lineage_to on catalog.lineage (to_ref);
comment on table catalog.lineage is 'What was made from what: recorded when it was made. retention: for ever';

create table catalog.use_day (
  resource_id uuid not null references catalog.resource (id) on delete cascade,
  day date not null,
  how text not null,
  consumer text not null,
  calls bigint not null default 0,
  rows bigint not null default 0,
  primary key (resource_id, day, how, consumer)
);
create index use_day_day on catalog.use_day (day);
comment on table catalog.use_day is 'Who used what and how much, by day. retention: 5 years';
