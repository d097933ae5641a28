create schema open311;

create table open311.changeset (
  hash text primary key,
  at timestamptz not null
);
comment on table open311.changeset is 'When the list of services became what it is: clients read it anew when it changes. retention: for ever';
