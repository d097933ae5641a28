-- The public reads words, not codes.
create or replace view published.cases_service_v1 as
  select to_char(s.opened_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')::date as day,
    case s.stage when 'accept' then '受理' when 'file' then '立案' when 'dispatch' then '派遣' when 'handle' then '处置' when 'decide-delay' then '延期审批' when 'verify' then '核查'
      when 'close' then '结案' else s.stage end as stage,
    count(*)::bigint as opened, count(*) filter (where s.done_at is not null)::bigint as done,
    count(*) filter (where s.on_time)::bigint as on_time,
    round((avg(extract(epoch from s.done_at - s.opened_at)) filter (where s.done_at is not null) / 3600)::numeric, 2)::float8 as mean_hours
  from cases.stage s join cases.case c on c.id = s.case_id where c.merged_into is null
  group by 1, s.stage;
