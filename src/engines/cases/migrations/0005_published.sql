-- Steps name their case, so that a figure can say what it is made of (a new column at the end breaks no reader); ratings beside them.
create or replace view published.cases_stage_v1 as
  select s.id, s.case_id, s.stage, s.unit::text as unit, s.opened_at, s.due_at, s.done_at, s.outcome, s.on_time, c.category, c.area::text as area, c.number
  from cases.stage s join cases.case c on c.id = s.case_id;
create view published.cases_rating_v1 as
  select g.report_id as id, g.case_id, c.number, g.stars, g.solved, g.at as rated_at, c.category, c.unit::text as unit, c.area::text as area
  from cases.rating g join cases.case c on c.id = g.case_id;
