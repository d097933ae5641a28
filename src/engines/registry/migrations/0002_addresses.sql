-- Standard addresses 标准地址: a tree along the grammar 街镇 · 村居 · 路 · 弄 · 号 · 小区 · 幢 · 单元 · 室.
create table registry.address (
  id uuid primary key,
  code text not null unique,
  parent uuid references registry.address (id),
  level text not null check (level in ('town', 'village', 'group', 'road', 'lane', 'sublane', 'number', 'estate', 'building', 'unit', 'floor', 'room')),
  -- As it is written at this level, and in full from the district down.
  name text not null,
  full_name text not null,
  town text not null,
  area ltree not null,
  -- Each way to name it below the town, without what people may leave out.
  keys text[] not null,
  point geometry(Point, 4326) not null,
  source text not null,
  version int not null default 1,
  valid_from timestamptz not null,
  valid_to timestamptz
);
create index address_keys on registry.address using gin (keys) where valid_to is null;
create index address_parent on registry.address (parent, code);
create index address_point on registry.address using gist (point) where valid_to is null;
create index address_level on registry.address (level, code) where valid_to is null;
create index address_full_name on registry.address using gin (full_name gin_trgm_ops) where valid_to is null;
comment on table registry.address is 'Standard addresses with their points; retired ones stay. retention: for ever; legal basis: none needed, no personal data';
