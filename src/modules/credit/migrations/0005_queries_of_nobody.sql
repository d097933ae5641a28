-- What an agency asked about a subject that is not here is kept too: its list must not tell who is here and who is not.
alter table credit.queries alter column subject_id drop not null;
