create schema observations;

create table observations.thing (
  id uuid primary key,
  source text not null,
  code text not null,
  kind text not null,
  name text not null,
  lon double precision,
  lat double precision,
  area_path ltree,
  organisation_path ltree,
  owner_name text,
  state text not null default 'in-use' check (state in ('in-use', 'stopped')),
  created_at timestamptz not null default now(),
  unique (source, code)
);
create index thing_area on observations.thing using gist (area_path);
create index thing_organisation on observations.thing using gist (organisation_path);
comment on table observations.thing is 'retention: as long as its observations; legal basis: none needed, no personal data';

create table observations.datastream (
  id integer generated always as identity primary key,
  thing_id uuid not null references observations.thing,
  property text not null,
  name jsonb,
  unit text,
  created_at timestamptz not null default now(),
  unique (thing_id, property)
);
comment on table observations.datastream is 'retention: as long as its observations; legal basis: none needed, no personal data';

-- kind: 1 real-time, 2 minute, 3 hour, 4 day. One row per (datastream, kind, time): a repeat finds its row, a correction
-- moves the old one to observations.revision. datastream_id is the distribution key and stands in the only unique key.
create table observations.observation (
  datastream_id integer not null,
  kind smallint not null,
  phenomenon_at timestamptz not null,
  value double precision,
  flag text not null,
  usable boolean not null,
  detail jsonb,
  source_key text,
  received_at timestamptz not null,
  revised smallint not null default 0,
  primary key (datastream_id, kind, phenomenon_at)
) partition by range (phenomenon_at);
create table observations.observation_other partition of observations.observation default;
comment on table observations.observation is 'retention: real-time and minute values 1 year, hour and day values 10 years; legal basis: none needed, no personal data';

create table observations.revision (
  id uuid primary key,
  datastream_id integer not null,
  kind smallint not null,
  phenomenon_at timestamptz not null,
  value double precision,
  flag text not null,
  usable boolean not null,
  detail jsonb,
  source_key text,
  received_at timestamptz not null,
  replaced_at timestamptz not null
);
create index revision_of on observations.revision (datastream_id, kind, phenomenon_at);
comment on table observations.revision is 'retention: as long as the observation it belonged to; legal basis: none needed, no personal data';

create table observations.latest (
  datastream_id integer not null references observations.datastream,
  kind smallint not null,
  phenomenon_at timestamptz not null,
  value double precision,
  flag text not null,
  usable boolean not null,
  received_at timestamptz not null,
  primary key (datastream_id, kind)
) with (fillfactor = 70);
comment on table observations.latest is 'retention: as long as its datastream; legal basis: none needed, no personal data';

create table observations.rule (
  id uuid primary key,
  datastream_id integer not null references observations.datastream,
  kind smallint not null,
  owner text not null,
  code text not null,
  title jsonb not null,
  severity text not null check (severity in ('minor', 'serious', 'critical')),
  direction text not null check (direction in ('above', 'below')),
  raise_at double precision not null,
  clear_at double precision not null,
  raise_after smallint not null check (raise_after between 1 and 1000),
  clear_after smallint not null check (clear_after between 1 and 1000),
  enabled boolean not null default true,
  unique (datastream_id, kind, owner, code)
);
comment on table observations.rule is 'retention: as long as its alarms; legal basis: none needed, no personal data';

create table observations.rule_state (
  rule_id uuid not null references observations.rule,
  datastream_id integer not null references observations.datastream,
  breaches smallint not null default 0,
  recoveries smallint not null default 0,
  alarm_id uuid,
  primary key (rule_id, datastream_id)
) with (fillfactor = 70);
comment on table observations.rule_state is 'retention: as long as its rule; legal basis: none needed, no personal data';

create table observations.alarm (
  id uuid primary key,
  rule_id uuid not null references observations.rule,
  datastream_id integer not null references observations.datastream,
  thing_id uuid not null references observations.thing,
  kind smallint not null,
  status text not null default 'raised' check (status in ('raised', 'acknowledged', 'cleared')),
  severity text not null,
  title jsonb not null,
  direction text not null,
  threshold double precision not null,
  value double precision not null,
  peak double precision not null,
  evidence jsonb not null,
  raised_at timestamptz not null,
  recorded_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_name text,
  acknowledged_note text,
  cleared_at timestamptz,
  cleared_why text,
  shelved_at timestamptz,
  shelved_until timestamptz,
  shelved_by text,
  shelved_name text,
  shelved_why text,
  escalation smallint not null default 0,
  escalated_at timestamptz,
  area_path ltree,
  organisation_path ltree,
  version integer not null default 1
);
create unique index alarm_one_open on observations.alarm (rule_id, datastream_id) where status <> 'cleared';
create index alarm_open on observations.alarm (recorded_at) where status <> 'cleared';
create index alarm_thing on observations.alarm (thing_id, id);
create index alarm_area on observations.alarm using gist (area_path);
comment on table observations.alarm is 'retention: 10 years with the case it led to; legal basis: record of official acts';
