create schema geo;

-- Administrative areas and responsibility grids. Codes are kept for life; a path is the codes from the district down.
create table geo.area (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9_]{1,32}$'),
  kind text not null check (kind in ('district', 'town', 'village', 'grid')),
  name_zh text not null,
  name_en text not null,
  path ltree not null unique,
  geometry geometry(MultiPolygon, 4326) not null,
  label geometry(Point, 4326) not null,
  km2 double precision not null,
  source text not null,
  schematic boolean not null,
  version int not null default 1,
  valid_from timestamptz not null,
  valid_to timestamptz
);
create index area_path on geo.area using gist (path);
create index area_geometry on geo.area using gist (geometry) where valid_to is null;
create index area_kind on geo.area (kind, code) where valid_to is null;
comment on table geo.area is 'District, towns, villages and grids; retired ones stay, so that old matters keep their place. retention: for ever; legal basis: none needed, no personal data';

create table geo.area_past (
  area_id uuid not null references geo.area (id),
  version int not null,
  name_zh text not null,
  name_en text not null,
  geometry geometry(MultiPolygon, 4326) not null,
  source text not null,
  schematic boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  primary key (area_id, version)
);
comment on table geo.area_past is 'What an area looked like before an import replaced it. retention: for ever; legal basis: none needed, no personal data';

-- The drawn map: water, roads, metro, places. Replaced layer by layer.
create table geo.feature (
  id uuid primary key,
  layer text not null,
  tags jsonb not null,
  geometry geometry(Geometry, 4326) not null,
  source text not null,
  schematic boolean not null
);
create index feature_geometry on geo.feature using gist (geometry);
create index feature_layer on geo.feature (layer, id);
comment on table geo.feature is 'The base map, by layer. retention: until a newer import replaces it; legal basis: none needed, no personal data';

-- Changes whenever something drawn changes: tiles and GeoJSON carry it as their ETag.
create table geo.revision (
  one boolean primary key default true check (one),
  stamp text not null
);
comment on table geo.revision is 'Stamp of what is drawn now. retention: for ever; legal basis: none needed, no personal data';

-- One shape for everything on the base map, read alike by both tile encoders.
create view geo.drawn as
  select case kind when 'district' then 'district' when 'town' then 'towns' when 'village' then 'villages' else 'grids' end as layer,
    id,
    jsonb_build_object('code', code, 'kind', kind, 'name_zh', name_zh, 'name_en', name_en, 'schematic', schematic) as tags,
    geometry::geometry(Geometry, 4326) as geometry
  from geo.area where valid_to is null
  union all
  select case kind when 'district' then 'district-labels' when 'town' then 'town-labels' when 'village' then 'village-labels' else 'grid-labels' end,
    id,
    jsonb_build_object('code', code, 'kind', kind, 'name_zh', name_zh, 'name_en', name_en),
    label::geometry(Geometry, 4326)
  from geo.area where valid_to is null
  union all
  select layer, id, tags, geometry from geo.feature;
