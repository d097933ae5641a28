-- A consent may reach to some kinds of record only; null reaches to all.
alter table credit.consents add column kinds text[];

-- What a field has to tell on one day goes upward in as many numbered files as it takes; the answer to each is kept.
alter table credit.exchange_batches
  add column part integer not null default 1,
  add column parts integer not null default 1,
  add column refusals jsonb;
create index exchange_rows_record on credit.exchange_rows (record_id);
