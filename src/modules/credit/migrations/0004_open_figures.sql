-- Counts as the statistics page last made them: sums over all subjects, nothing about any one of them.
create view published.credit_figures_v1 as
  select x.cut, e ->> 'code' as code, e -> 'title' ->> 'zh' as name, (e ->> 'n')::bigint as records, f.at as counted_at
  from credit.figures f
  cross join lateral (values ('领域', f.value -> 'byField'), ('信息类别', f.value -> 'byKind'), ('认定单位', f.value -> 'byDepartment')) as x (cut, list)
  cross join lateral jsonb_array_elements(x.list) as e
  where f.id = 'overview';

create view published.credit_monthly_v1 as
  select e ->> 'month' as month, ((e ->> 'month') || '-01')::date as first_day, (e ->> 'n')::bigint as records, (e ->> 'adverse')::bigint as adverse
  from credit.figures f cross join lateral jsonb_array_elements(f.value -> 'byMonth') as e
  where f.id = 'overview';
