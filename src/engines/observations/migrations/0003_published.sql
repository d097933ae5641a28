create view published.observations_station_v1 as
  select t.code, t.name, t.kind, t.state, t.lon, t.lat, (select string_agg(coalesce(d.name ->> 'zh', d.property), '、' order by d.property) from observations.datastream d where d.thing_id = t.id) as measures,
    t.created_at
  from observations.thing t where t.lon is not null;

-- The mean of what was measured in each hour, of usable readings alone: what the public is told.
create view published.observations_hourly_v1 as
  select t.name as station, coalesce(d.name ->> 'zh', d.property) as measure, d.unit, date_trunc('hour', o.phenomenon_at) as hour,
    round(avg(o.value)::numeric, 3)::float8 as mean, round(max(o.value)::numeric, 3)::float8 as highest, count(*)::bigint as readings, t.lon, t.lat
  from observations.observation o join observations.datastream d on d.id = o.datastream_id join observations.thing t on t.id = d.thing_id
  where o.kind = 1 and o.usable and o.value is not null and o.phenomenon_at > now() - interval '30 days'
  group by t.id, t.name, d.id, d.name, d.property, d.unit, date_trunc('hour', o.phenomenon_at);
