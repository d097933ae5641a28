-- The public reads words, not codes: station types of HJ 212.
create or replace view published.observations_station_v1 as
  select t.code, t.name, case t.kind when '21' then '地表水质量监测' when '22' then '空气质量监测' when '23' then '声环境质量监测' when '24' then '地下水质量监测' when '25' then '土壤质量监测'
      when '27' then '挥发性有机物监测' when '31' then '大气污染源' when '32' then '废水污染源' when '33' then '地下水污染源' when '35' then '土壤污染源' when '36' then '噪声污染源'
      when '38' then '放射性污染源' when '39' then '工地扬尘' else t.kind end as kind,
    case t.state when 'in-use' then '在用' when 'stopped' then '停用' else t.state end as state, t.lon, t.lat,
    (select string_agg(coalesce(d.name ->> 'zh', d.property), '、' order by d.property) from observations.datastream d where d.thing_id = t.id) as measures,
    t.created_at
  from observations.thing t where t.lon is not null;

-- Readings by day, of usable ones alone: from the sums of the hours that are over, and the readings of the one that runs.
create view published.observations_daily_v1 as
  with hours as (
    select r.datastream_id, r.starts_at, r.usable, r.total, r.minimum, r.maximum from observations.rollup r
      where r.kind = 1 and r.span = 1 and r.usable > 0 and r.starts_at > now() - interval '366 days' and r.starts_at < date_trunc('hour', now())
    union all
    select o.datastream_id, date_trunc('hour', o.phenomenon_at), count(*)::int, sum(o.value), min(o.value), max(o.value) from observations.observation o
      where o.kind = 1 and o.usable and o.value is not null and o.phenomenon_at >= date_trunc('hour', now())
      group by 1, 2)
  select t.name as station, coalesce(d.name ->> 'zh', d.property) as measure, d.unit, (h.starts_at at time zone 'Asia/Shanghai')::date as day,
    round((sum(h.total) / sum(h.usable))::numeric, 3)::float8 as mean, round(min(h.minimum)::numeric, 3)::float8 as lowest,
    round(max(h.maximum)::numeric, 3)::float8 as highest, sum(h.usable)::bigint as readings, t.lon, t.lat
  from hours h join observations.datastream d on d.id = h.datastream_id join observations.thing t on t.id = d.thing_id
  group by t.id, t.name, d.id, d.name, d.property, d.unit, (h.starts_at at time zone 'Asia/Shanghai')::date;

-- Where and when a limit was passed, how often and by how much.
create view published.observations_exceedance_v1 as
  select (a.raised_at at time zone 'Asia/Shanghai')::date as day, t.name as station, coalesce(d.name ->> 'zh', d.property) as measure, d.unit,
    count(*)::bigint as alarms, max(a.threshold) as threshold, round(max(a.peak)::numeric, 3)::float8 as peak,
    round((avg(extract(epoch from a.cleared_at - a.raised_at)) filter (where a.cleared_at is not null) / 60)::numeric, 1)::float8 as mean_minutes, t.lon, t.lat
  from observations.alarm a join observations.datastream d on d.id = a.datastream_id join observations.thing t on t.id = a.thing_id
  where t.lon is not null
  group by 1, t.id, t.name, d.id, d.name, d.property, d.unit;
