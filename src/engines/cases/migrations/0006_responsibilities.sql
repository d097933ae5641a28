-- The dispatch table is a register now: its rows are removed, not ended, and what changed is in the registers' history.
insert into registers.history (id, register, row_id, version, act, at, by_id, by_name, after)
  select id, 'cases.responsibilities', id, 1, 'created', since, by_name, by_name,
    jsonb_build_object('area', area::text, 'category', category, 'unit', unit::text, 'note', note) from cases.responsibility;
insert into registers.history (id, register, row_id, version, act, at, by_id, by_name)
  select (lpad(to_hex((extract(epoch from until) * 1000)::bigint), 12, '0') || '7' || left(md5(id::text), 3) || '8' || substr(md5(id::text), 4, 15))::uuid,
    'cases.responsibilities', id, 2, 'removed', until, coalesce(until_by_name, ''), coalesce(until_by_name, '')
  from cases.responsibility where until is not null;

alter table cases.responsibility
  add column version integer not null default 1,
  add column created_at timestamptz,
  add column created_by text,
  add column updated_at timestamptz,
  add column updated_by text,
  add column removed_at timestamptz,
  add column search tsvector,
  alter column note drop not null;
update cases.responsibility set created_at = since, created_by = by_name, updated_at = coalesce(until, since),
  updated_by = coalesce(until_by_name, by_name), removed_at = until, version = case when until is null then 1 else 2 end, note = nullif(note, '');
drop index cases.responsibility_one;
alter table cases.responsibility
  alter column created_at set not null,
  alter column created_by set not null,
  alter column updated_at set not null,
  alter column updated_by set not null,
  drop column area_name, drop column unit_name, drop column since, drop column by_name, drop column until, drop column until_by_name;
create unique index responsibility_key on cases.responsibility (area, category) where removed_at is null;
comment on table cases.responsibility is 'Who answers for which place and category. retention: for ever; legal basis: none needed, no personal data';
