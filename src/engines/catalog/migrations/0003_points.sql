alter table catalog.item drop constraint item_type_check;
alter table catalog.item add check (type in ('text', 'integer', 'decimal', 'boolean', 'date', 'instant', 'json', 'point'));

-- Keys are compared in their own type, so that a page begins where the index says.
alter table catalog.distribution add key_type text not null default 'text';
update catalog.distribution d set key_type = coalesce((select format_type(atttypid, null) from pg_attribute
  where attrelid = to_regclass(d.relation) and attname = d.key), 'text') where d.relation is not null and d.key is not null;
