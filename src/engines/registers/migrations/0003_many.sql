-- Changes of many rows at once are found by their name, to be taken back.
create index history_bulk on registers.history (source) where source like 'bulk:%';

-- An import whose titles do not say which columns they are for waits until somebody has said so.
alter table registers.import drop constraint import_state_check;
alter table registers.import add constraint import_state_check
  check (state in ('mapping', 'checking', 'checked', 'running', 'done', 'refused', 'stopped'));
drop index registers.import_under_way;
create unique index import_under_way on registers.import (register, digest) where state in ('mapping', 'checking', 'checked', 'running');

-- What somebody said, for the next file with the same titles: per title the column, or null for one that is left out.
create table registers.mapping (
  register text not null,
  header text not null,
  columns jsonb not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (register, header)
);
comment on table registers.mapping is 'Which columns of a register the titles of files stand for. retention: as the register; legal basis: none needed, no personal data';
