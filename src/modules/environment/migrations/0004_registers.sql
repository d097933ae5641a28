-- Monitors become a register, and their factors with the limits a second one: what stood in one jsonb is a row per limit.
alter table environment.monitor
  add column created_by text not null default 'system',
  add column updated_by text not null default 'system',
  add column removed_at timestamptz,
  add column search tsvector,
  add column password_index text,
  add column place geometry(Point, 4326);
update environment.monitor set place = st_setsrid(st_makepoint(lon, lat), 4326);
alter table environment.monitor
  alter column created_by drop default,
  alter column updated_by drop default,
  alter column place set not null,
  drop column lon,
  drop column lat,
  drop constraint monitor_mn_key;
create unique index monitor_mn_key on environment.monitor (mn) where removed_at is null;
comment on table environment.monitor is '监测设备. retention: 10 years after the monitor is stopped; legal basis: Regulation on automatic monitoring of pollution sources 污染源自动监控管理办法; no personal data';

create table environment.factor (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,
  monitor uuid not null references environment.monitor,
  code text not null,
  kind text not null,
  direction text not null,
  level bigint not null,
  raise_at double precision,
  clear_at double precision,
  severity text not null,
  raise_after bigint not null,
  clear_after bigint not null,
  use text not null,
  name text,
  name_en text,
  unit text
);
create unique index factor_key on environment.factor (monitor, code, kind, direction, level) where removed_at is null;
comment on table environment.factor is '监测因子与限值. retention: as the monitor; legal basis: Regulation on automatic monitoring of pollution sources 污染源自动监控管理办法; no personal data';

-- A factor without a limit is one row without a value; several limits of one kind and direction are numbered as they stood.
insert into environment.factor (id, created_at, created_by, updated_at, updated_by, monitor, code, kind, direction, level, raise_at,
  clear_at, severity, raise_after, clear_after, use, name, name_en, unit)
select ('00000000-0000-7000-8000-' || lpad(to_hex(row_number() over (order by m.created_at, m.id, f.at, l.at)), 12, '0'))::uuid,
  m.created_at, 'system', m.updated_at, 'system', m.id, f.factor ->> 'code', coalesce(l.bound ->> 'kind', 'real-time'),
  coalesce(l.bound ->> 'direction', 'above'),
  row_number() over (partition by m.id, f.factor ->> 'code', coalesce(l.bound ->> 'kind', 'real-time'), coalesce(l.bound ->> 'direction', 'above') order by l.at),
  (l.bound ->> 'raiseAt')::double precision, (l.bound ->> 'clearAt')::double precision, coalesce(l.bound ->> 'severity', 'serious'),
  coalesce((l.bound ->> 'raiseAfter')::bigint, 1), coalesce((l.bound ->> 'clearAfter')::bigint, 1), coalesce(f.factor ->> 'use', 'measured'),
  f.factor -> 'name' ->> 'zh', f.factor -> 'name' ->> 'en', f.factor ->> 'unit'
from environment.monitor m
cross join lateral jsonb_array_elements(m.factors) with ordinality as f(factor, at)
left join lateral jsonb_array_elements(f.factor -> 'limits') with ordinality as l(bound, at) on true;
alter table environment.monitor drop column factors;

create or replace view published.environment_source_v1 as
  select s.id, s.name, s.credit_code, s.kind, s.industry, s.area::text as area, count(m.id)::int as monitors, max(h.heard_at) as heard_at
  from environment.source s
  left join environment.monitor m on m.enterprise = s.name and m.state = 'in-use' and m.removed_at is null
  left join published.observations_heard_v1 h on h.source = 'environment' and h.code = m.mn
  where s.removed_at is null
  group by s.id;
