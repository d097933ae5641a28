-- Whoever has done something, or might do it, finds from their side what it is about, done and open alike.
create index task_closed_by on process.task (closed_by) where closed_by is not null and state <> 'void';
create index task_anybody on process.task (assignee) where assignee is not null and state <> 'void';
create index task_any_organisation on process.task using gist (organisation) where state <> 'void';
create index task_any_area on process.task using gist (area) where state <> 'void';
create index task_anywhere on process.task (capability) where organisation is null and area is null and state <> 'void';
create index task_able on process.task (capability) where state <> 'void';
