create schema search;

create table search.entry (
  ref text primary key,
  type text not null,
  title jsonb not null,
  body text not null,
  numbers text[] not null,
  organisation ltree,
  area ltree,
  words tsvector not null,
  indexed_at timestamptz not null
);
create index entry_words on search.entry using gin (words);
create index entry_type on search.entry (type);
comment on table search.entry is 'What can be found, by the words it is called; who may see it is asked of its own room. retention: with the thing it names; legal basis: that of the thing; rooms leave personal fields out';
