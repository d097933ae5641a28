create table catalog.application (
  id uuid primary key,
  number text not null unique,
  resource_id uuid not null references catalog.resource (id),
  distribution_id uuid not null references catalog.distribution (id),
  provider ltree not null references identity.organisation (path) on update cascade,
  consumer ltree not null references identity.organisation (path) on update cascade,
  applicant text not null,
  applicant_name text not null,
  purpose text not null,
  duty text not null,
  fields text[] not null check (cardinality(fields) > 0),
  -- Why the purpose needs a field that it does not name; by field.
  reasons jsonb not null default '{}',
  filters jsonb not null default '[]',
  how text not null check (how in ('api', 'dataset', 'exchange')),
  quota_per_day int not null check (quota_per_day > 0),
  expires_on date not null,
  flags jsonb not null default '[]',
  -- What the provider offers instead, or has granted.
  terms jsonb,
  state text not null check (state in ('deciding', 'revising', 'refused', 'appealed', 'granted', 'ended', 'withdrawn')),
  answer text,
  answered_by text,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index application_provider on catalog.application using gist (provider);
create index application_consumer on catalog.application using gist (consumer);
create index application_resource on catalog.application (resource_id, id desc);
comment on table catalog.application is 'Who asked for what, for which purpose, and what was answered. retention: 10 years; legal basis: 国发〔2016〕51号第十一条';

create table catalog.share (
  id uuid primary key,
  application_id uuid not null unique references catalog.application (id),
  resource_id uuid not null references catalog.resource (id),
  distribution_id uuid not null references catalog.distribution (id),
  provider ltree not null references identity.organisation (path) on update cascade,
  consumer ltree not null references identity.organisation (path) on update cascade,
  fields text[] not null check (cardinality(fields) > 0),
  filters jsonb not null default '[]',
  masks jsonb not null default '{}',
  how text not null check (how in ('api', 'dataset', 'exchange')),
  quota_per_day int not null check (quota_per_day > 0),
  expires_at timestamptz not null,
  purpose text not null,
  revoked_at timestamptz,
  revoked_by text,
  revoked_why text,
  version int not null default 1,
  granted_by text not null,
  created_at timestamptz not null
);
create index share_provider on catalog.share using gist (provider);
create index share_consumer on catalog.share using gist (consumer);
create index share_resource on catalog.share (resource_id);
comment on table catalog.share is 'What a unit may read of another’s data: exact fields, rows and masks, until when. retention: 10 years after its end; legal basis: 国发〔2016〕51号第十二条';

create table catalog.share_day (
  share_id uuid not null references catalog.share (id) on delete cascade,
  day date not null,
  calls int not null default 0,
  rows bigint not null default 0,
  refused int not null default 0,
  last_at timestamptz not null,
  primary key (share_id, day)
);
comment on table catalog.share_day is 'Calls and rows of a share by day: its quota is counted here. retention: 5 years';
