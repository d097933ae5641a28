-- Nearest limit first is asked of open and of all cases alike; those without a running clock stand at the end of the same order.
create index case_nearest_limit on cases.case (coalesce(due_at, 'infinity'::timestamptz), id);
drop index cases.case_due_order;
