-- A rare step among many open tasks, for those who may do it anywhere.
create index task_capability on process.task (capability, coalesce(due_at, 'infinity'), id) where state = 'open';
