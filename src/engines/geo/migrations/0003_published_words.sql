-- The public reads words, not codes.
create or replace view published.geo_area_v1 as
  select a.code, case a.kind when 'town' then '街镇' when 'village' then '居村' when 'grid' then '网格' else a.kind end as kind, a.name_zh as name, a.name_en,
    subpath(a.path, -2, 1)::text as parent, round(a.km2::numeric, 3)::float8 as km2,
    round(st_x(a.label)::numeric, 6)::float8 as lon, round(st_y(a.label)::numeric, 6)::float8 as lat, a.schematic
  from geo.area a where a.valid_to is null and nlevel(a.path) > 1;
