-- Sums for the public: by the way a matter came in, and by the smallest area that answers for it.
create view published.cases_channel_v1 as
  select to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
    case c.channel when 'patrol' then '巡查上报' when 'citizen' then '市民上报' when 'hotline' then '12345 热线' when 'sensor' then '监测设备' when 'open311' then '外部系统'
      when 'camera' then '视频识别' else c.channel end as channel,
    count(*)::bigint as cases, count(*) filter (where c.ended_at is not null)::bigint as ended,
    round((avg(extract(epoch from c.ended_at - c.reported_at)) filter (where c.ended_at is not null) / 3600)::numeric, 1)::float8 as mean_hours
  from cases.case c where c.merged_into is null and not c.hidden
  group by 1, c.channel;

create view published.cases_area_v1 as
  select g.code, g.name, g.kind, count(*)::bigint as cases, count(*) filter (where c.ended_at is not null)::bigint as ended,
    round((avg(extract(epoch from c.ended_at - c.reported_at)) filter (where c.ended_at is not null) / 3600)::numeric, 1)::float8 as mean_hours, g.lon, g.lat
  from cases.case c join published.geo_area_v1 g on g.code = subpath(c.area, -1, 1)::text
  where c.merged_into is null and not c.hidden and c.reported_at > now() - interval '365 days'
  group by g.code, g.name, g.kind, g.lon, g.lat;
