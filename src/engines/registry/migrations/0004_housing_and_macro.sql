-- Housing and the macro-economic library: ledgers of the registers engine.
create table registry.dwelling (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,
  address text not null,
  address_code text,
  area ltree not null,
  use text not null,
  tenure text not null,
  built bigint,
  floor_m2 numeric,
  owner_sealed text,
  owner_index text,
  owner_number_sealed text,
  owner_number_index text,
  visited_on date,
  place geometry(Point, 4326)
);
create unique index dwelling_address_key on registry.dwelling (address) where removed_at is null;
create index dwelling_address_id on registry.dwelling (address, id);
create index dwelling_address_prefix on registry.dwelling (address text_pattern_ops);
create index dwelling_area on registry.dwelling using gist (area);
create index dwelling_use on registry.dwelling (use);
create index dwelling_tenure on registry.dwelling (tenure);
create index dwelling_built_id on registry.dwelling (built, id);
create index dwelling_owner_number_index on registry.dwelling (owner_number_index);
create index dwelling_visited_on_id on registry.dwelling (visited_on, id);
create index dwelling_search on registry.dwelling using gin (search);
comment on table registry.dwelling is '实有房屋. retention: 30 years after the dwelling is gone; legal basis: Shanghai rules on the resident population; Regulations on Real Estate Registration';

create table registry.occupant (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,
  dwelling uuid not null,
  area ltree not null,
  name_sealed text not null,
  name_index text not null,
  number_sealed text not null,
  number_index text not null,
  relation text not null,
  since date,
  until date
);
create unique index occupant_dwelling_number_index_key on registry.occupant (dwelling, number_index) where removed_at is null;
create index occupant_area on registry.occupant using gist (area);
create index occupant_number_index on registry.occupant (number_index);
create index occupant_relation on registry.occupant (relation);
create index occupant_since_id on registry.occupant (since, id);
create index occupant_until_id on registry.occupant (until, id);
comment on table registry.occupant is '房屋居住人. retention: 10 years after moving out; legal basis: Shanghai rules on the resident population; Regulations on Real Estate Registration';

create table registry.macro_value (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,
  indicator text not null,
  title text not null,
  period text not null,
  every text not null,
  value numeric not null,
  unit text not null,
  growth numeric,
  organisation ltree not null,
  released_on date,
  standing text not null
);
create unique index macro_value_indicator_period_key on registry.macro_value (indicator, period) where removed_at is null;
create index macro_value_indicator_id on registry.macro_value (indicator, id);
create index macro_value_indicator_prefix on registry.macro_value (indicator text_pattern_ops);
create index macro_value_period_id on registry.macro_value (period, id);
create index macro_value_period_prefix on registry.macro_value (period text_pattern_ops);
create index macro_value_every on registry.macro_value (every);
create index macro_value_value_id on registry.macro_value (value, id);
create index macro_value_organisation on registry.macro_value using gist (organisation);
create index macro_value_released_on_id on registry.macro_value (released_on, id);
create index macro_value_standing on registry.macro_value (standing);
create index macro_value_search on registry.macro_value using gin (search);
comment on table registry.macro_value is '宏观经济库. retention: For ever; legal basis: Statistics Act';

