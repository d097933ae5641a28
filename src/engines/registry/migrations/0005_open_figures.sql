-- Sums over the base registries for the public: no place finer than a town.
create view published.registry_residents_v1 as
  select g.code, g.name as town, count(*)::bigint as residents, g.km2, round((count(*) / nullif(g.km2, 0))::numeric, 1)::float8 as density, g.lon, g.lat
  from registry.entity e join published.geo_area_v1 g on g.code = subpath(e.area, 1, 1)::text
  where e.registry = 'population' and e.merged_into is null and nlevel(e.area) > 1
  group by g.code, g.name, g.km2, g.lon, g.lat;

create view published.registry_housing_v1 as
  select g.name as town, case d.use when 'home' then '住宅' when 'shop' then '商铺' when 'office' then '办公' when 'plant' then '厂房' when 'public' then '公共设施' else d.use end as use,
    count(*)::bigint as dwellings, count(*) filter (where d.tenure = 'rented')::bigint as rented, count(*) filter (where d.tenure = 'vacant')::bigint as vacant,
    round(avg(d.floor_m2), 1)::float8 as mean_floor_m2, round(avg(d.built))::bigint as mean_year_built
  from registry.dwelling d join published.geo_area_v1 g on g.code = subpath(d.area, 1, 1)::text
  where d.removed_at is null and nlevel(d.area) > 1
  group by g.name, d.use;

create view published.registry_macro_v1 as
  select m.title as indicator, m.period, (make_date(left(m.period, 4)::int, right(m.period, 1)::int * 3, 1) + interval '1 month - 1 day')::date as period_end,
    m.value::float8 as value, m.unit, m.growth::float8 as growth,
    case m.standing when 'preliminary' then '初步' when 'revised' then '修订' when 'final' then '最终' else m.standing end as standing, m.released_on
  from registry.macro_value m where m.removed_at is null and m.every = 'quarter' and m.period ~ '^[0-9]{4}Q[1-4]$';

create view published.registry_address_v1 as
  select a.code, case a.level when 'village' then '居村' when 'road' then '道路' when 'lane' then '弄' when 'number' then '门牌' when 'estate' then '小区' else a.level end as level,
    a.name, a.full_name as address, a.town, round(st_x(a.point)::numeric, 6)::float8 as lon, round(st_y(a.point)::numeric, 6)::float8 as lat
  from registry.address a where a.valid_to is null and a.level in ('road', 'lane', 'number', 'estate');
