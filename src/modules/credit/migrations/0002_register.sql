-- The ledger of records is a register: what a clerk may leave empty must be able to stay empty.
alter table credit.records
  alter column subject_name drop not null,
  alter column must_publish drop not null,
  alter column basis drop not null,
  alter column content drop not null,
  alter column state drop not null,
  alter column disputed drop not null,
  alter column flags drop not null;
create index records_code on credit.records (subject_code);
create index records_flags on credit.records (flags text_pattern_ops, id);
create index records_source on credit.records using gist (source);
create index records_numbers on credit.records (person_number_index);
