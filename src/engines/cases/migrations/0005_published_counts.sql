-- Sums for the public: no place finer than a town, no time finer than a month, nothing about who reported.
create view published.cases_monthly_v1 as
  select to_char(c.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, c.area_name ->> 'zh' as town, substring(c.category from '^[a-z]+-[0-9]+') as family,
    count(*)::bigint as cases, count(*) filter (where c.ended_at is not null)::bigint as ended,
    round((avg(extract(epoch from c.ended_at - c.reported_at)) filter (where c.ended_at is not null) / 3600)::numeric, 1)::float8 as mean_hours
  from cases.case c where c.merged_into is null and not c.hidden
  group by 1, 2, 3;

create view published.cases_service_v1 as
  select to_char(s.opened_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')::date as day, s.stage, count(*)::bigint as opened, count(*) filter (where s.done_at is not null)::bigint as done,
    count(*) filter (where s.on_time)::bigint as on_time,
    round((avg(extract(epoch from s.done_at - s.opened_at)) filter (where s.done_at is not null) / 3600)::numeric, 2)::float8 as mean_hours
  from cases.stage s join cases.case c on c.id = s.case_id where c.merged_into is null
  group by 1, 2;
