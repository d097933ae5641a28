-- The numbers of the overview, without counting millions of rows each time somebody looks. Whatever statement changes entities or
-- records adds the difference it makes, in its own transaction: the sum is always what counting would say. Rows are only added, so
-- that no delivery waits for another; a ticker draws them together.
create table registry.tally (
  registry text not null,
  -- '' for what is said of golden records.
  source text not null,
  -- entities, joined, flagged (golden records); records, matched, flagged, flag:<flag> (records of a source).
  what text not null,
  n bigint not null,
  -- Of records: when the last of them was received.
  last_at timestamptz
);
create index tally_registry on registry.tally (registry);
comment on table registry.tally is 'Numbers of the base registries by source. retention: as long as the registry; legal basis: none needed, no personal data';

create function registry.tally_entities() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into registry.tally (registry, source, what, n)
    select e.registry, '', v.what, count(*) from after_rows e
      cross join lateral (values ('entities', true), ('joined', cardinality(e.sources) > 1), ('flagged', cardinality(e.flags) > 0)) v(what, holds)
    where e.merged_into is null and v.holds group by 1, 3;
  elsif tg_op = 'DELETE' then
    insert into registry.tally (registry, source, what, n)
    select e.registry, '', v.what, -count(*) from before_rows e
      cross join lateral (values ('entities', true), ('joined', cardinality(e.sources) > 1), ('flagged', cardinality(e.flags) > 0)) v(what, holds)
    where e.merged_into is null and v.holds group by 1, 3;
  else
    insert into registry.tally (registry, source, what, n)
    select e.registry, '', v.what, sum(e.sign) from (
        select 1 as sign, registry, sources, flags from after_rows where merged_into is null
        union all select -1, registry, sources, flags from before_rows where merged_into is null) e
      cross join lateral (values ('entities', true), ('joined', cardinality(e.sources) > 1), ('flagged', cardinality(e.flags) > 0)) v(what, holds)
    where v.holds group by 1, 3 having sum(e.sign) <> 0;
    -- Its records count as matched, or no longer.
    insert into registry.tally (registry, source, what, n)
    select r.registry, r.source, 'matched', sum(case when cardinality(a.sources) > 1 then 1 else -1 end)
    from after_rows a join before_rows b on b.id = a.id join registry.record r on r.entity_id = a.id
    where (cardinality(a.sources) > 1) <> (cardinality(b.sources) > 1) group by 1, 2
    having sum(case when cardinality(a.sources) > 1 then 1 else -1 end) <> 0;
  end if;
  return null;
end $$;

create trigger tally_insert after insert on registry.entity referencing new table as after_rows for each statement execute function registry.tally_entities();
create trigger tally_update after update on registry.entity referencing old table as before_rows new table as after_rows
  for each statement execute function registry.tally_entities();
create trigger tally_delete after delete on registry.entity referencing old table as before_rows for each statement execute function registry.tally_entities();

create function registry.tally_records() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into registry.tally (registry, source, what, n, last_at)
    select r.registry, r.source, v.what, count(*), max(r.received_at) filter (where v.what = 'records') from after_rows r
      join registry.entity e on e.id = r.entity_id
      cross join lateral (select 'records' union all select 'matched' where cardinality(e.sources) > 1 union all select 'flagged' where cardinality(r.flags) > 0
        union all select 'flag:' || flag from unnest(r.flags) flag) v(what)
    group by 1, 2, 3;
  elsif tg_op = 'DELETE' then
    insert into registry.tally (registry, source, what, n)
    select r.registry, r.source, v.what, -count(*) from before_rows r
      join registry.entity e on e.id = r.entity_id
      cross join lateral (select 'records' union all select 'matched' where cardinality(e.sources) > 1 union all select 'flagged' where cardinality(r.flags) > 0
        union all select 'flag:' || flag from unnest(r.flags) flag) v(what)
    group by 1, 2, 3;
  else
    insert into registry.tally (registry, source, what, n, last_at)
    select r.registry, r.source, v.what, sum(r.sign), max(r.received_at) filter (where r.sign = 1 and v.what = 'records') from (
        select 1 as sign, registry, source, flags, entity_id, received_at from after_rows
        union all select -1, registry, source, flags, entity_id, received_at from before_rows) r
      join registry.entity e on e.id = r.entity_id
      cross join lateral (select 'records' union all select 'matched' where cardinality(e.sources) > 1 union all select 'flagged' where cardinality(r.flags) > 0
        union all select 'flag:' || flag from unnest(r.flags) flag) v(what)
    group by 1, 2, 3 having sum(r.sign) <> 0 or v.what = 'records';
  end if;
  return null;
end $$;

create trigger tally_insert after insert on registry.record referencing new table as after_rows for each statement execute function registry.tally_records();
create trigger tally_update after update on registry.record referencing old table as before_rows new table as after_rows
  for each statement execute function registry.tally_records();
create trigger tally_delete after delete on registry.record referencing old table as before_rows for each statement execute function registry.tally_records();

-- What is there already.
insert into registry.tally (registry, source, what, n)
  select e.registry, '', v.what, count(*) from registry.entity e
    cross join lateral (values ('entities', true), ('joined', cardinality(e.sources) > 1), ('flagged', cardinality(e.flags) > 0)) v(what, holds)
  where e.merged_into is null and v.holds group by 1, 3;
insert into registry.tally (registry, source, what, n, last_at)
  select r.registry, r.source, v.what, count(*), max(r.received_at) filter (where v.what = 'records') from registry.record r
    join registry.entity e on e.id = r.entity_id
    cross join lateral (select 'records' union all select 'matched' where cardinality(e.sources) > 1 union all select 'flagged' where cardinality(r.flags) > 0
      union all select 'flag:' || flag from unnest(r.flags) flag) v(what)
  group by 1, 2, 3;
