-- The list by limit sorts what has none last; figures count what ended within some days.
create index case_due_order on cases.case (coalesce(due_at, 'infinity'::timestamptz), id) where ended_at is null;
drop index cases.case_due;
create index case_ended on cases.case (ended_at desc) where ended_at is not null;
