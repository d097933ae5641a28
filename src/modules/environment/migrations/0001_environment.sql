create schema environment;

create table environment.monitor (
  id uuid primary key,
  mn text not null unique,
  password_sealed text,
  name text not null,
  system_code text not null,
  standard text not null check (standard in ('2005', '2017', '2025')),
  crc text not null check (crc in ('hj212', 'modbus')),
  enterprise text,
  lon double precision not null,
  lat double precision not null,
  area_path ltree,
  organisation_path ltree,
  state text not null default 'in-use' check (state in ('in-use', 'stopped')),
  factors jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1
);
create index monitor_area on environment.monitor using gist (area_path);
create index monitor_organisation on environment.monitor using gist (organisation_path);
comment on table environment.monitor is 'retention: 10 years after the monitor is stopped; legal basis: Regulation on automatic monitoring of pollution sources 污染源自动监控管理办法; no personal data';

-- Packets by device number, day of the district and what became of them. Kept by number, so that it outlives a registration.
create table environment.tally (
  mn text not null,
  day date not null,
  outcome text not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (mn, day, outcome)
);
comment on table environment.tally is 'retention: 2 years; legal basis: none needed, no personal data';

-- The last refused packets of each registered device, cut to 400 characters, password hidden.
create table environment.refusal (
  id uuid primary key,
  mn text not null,
  reason text not null,
  packet text not null,
  size integer not null,
  address text not null,
  at timestamptz not null
);
create index refusal_of on environment.refusal (mn, id);
comment on table environment.refusal is 'retention: the last 50 per device; legal basis: none needed, no personal data';

-- Numbers that send and are not registered: at most 1000, the quietest give way.
create table environment.stranger (
  mn text primary key,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  address text not null,
  packet text not null
);
comment on table environment.stranger is 'retention: 90 days after the last packet; legal basis: none needed, no personal data';
