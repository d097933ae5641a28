-- Who discharges, under which permit, and whom to call; written by `registers sql environment.sources`.
create table environment.source (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  removed_at timestamptz,
  search tsvector,
  name text not null,
  credit_code text not null,
  kind text not null,
  industry text,
  permit_number text,
  permit_until date,
  address text,
  area ltree not null,
  organisation ltree,
  parent uuid,
  contact_sealed text,
  contact_index text,
  phone_sealed text,
  phone_index text,
  place geometry(Point, 4326)
);
create unique index source_credit_code_key on environment.source (credit_code) where removed_at is null;
create index source_name_id on environment.source (name, id);
create index source_credit_code_prefix on environment.source (credit_code text_pattern_ops);
create index source_kind on environment.source (kind);
create index source_industry on environment.source (industry);
create index source_permit_until_id on environment.source (permit_until, id);
create index source_area on environment.source using gist (area);
create index source_organisation on environment.source using gist (organisation);
create index source_parent on environment.source (parent);
create index source_phone_index on environment.source (phone_index);
create index source_place on environment.source using gist (place);
create index source_search on environment.source using gin (search);
comment on table environment.source is '污染源单位. retention: 10 years after the works close; legal basis: Regulation on pollutant discharge permits';

