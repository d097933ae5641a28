create view published.environment_source_v1 as
  select s.id, s.name, s.credit_code, s.kind, s.industry, s.area::text as area, count(m.id)::int as monitors, max(h.heard_at) as heard_at
  from environment.source s
  left join environment.monitor m on m.enterprise = s.name and m.state = 'in-use'
  left join published.observations_heard_v1 h on h.source = 'environment' and h.code = m.mn
  where s.removed_at is null
  group by s.id;
create index monitor_enterprise on environment.monitor (enterprise);
