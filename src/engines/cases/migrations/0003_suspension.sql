create index case_suspended_until on cases.case (suspended_until) where suspended_until is not null and ended_at is null;
