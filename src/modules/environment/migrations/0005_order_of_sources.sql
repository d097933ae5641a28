-- A town's clerk sees a town's rows in the register's order at once, however many others came later.
create index source_area_id on environment.source (area, id);
create index source_organisation_id on environment.source (organisation, id);
-- The key compares byte by byte and so finds beginnings too: one index less to keep for every row that is written.
drop index environment.source_credit_code_key;
drop index environment.source_credit_code_prefix;
create unique index source_credit_code_key on environment.source (credit_code text_pattern_ops) where removed_at is null;
