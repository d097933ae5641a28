create schema cases;

create table cases.case (
  id uuid primary key,
  number text not null unique,
  channel text not null,
  category text not null,
  description text not null,
  address text not null,
  point geometry(Point, 4326),
  area ltree not null,
  area_name jsonb not null,
  unit ltree,
  unit_name jsonb,
  state text not null,
  outcome text,
  suspended_at timestamptz,
  suspended_until timestamptz,
  due_at timestamptz,
  clock text,
  hidden boolean not null default false,
  observed_at timestamptz not null,
  reported_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  merged_into uuid references cases.case (id),
  merged_from_state text,
  version int not null default 1
);
create index case_point on cases.case using gist (point);
create index case_area on cases.case using gist (area);
create index case_unit on cases.case using gist (unit);
create index case_newest on cases.case (reported_at desc, id desc);
create index case_due on cases.case (due_at, id) where ended_at is null;
create index case_open_state on cases.case (state, reported_at desc) where ended_at is null;
create index case_category on cases.case (category, reported_at desc);
create index case_merged on cases.case (merged_into) where merged_into is not null;
create index case_words on cases.case using gin ((number || ' ' || address || ' ' || description) gin_trgm_ops);
comment on table cases.case is 'One event or component case 案件, whatever the channel. retention: 10 years after its end; legal basis: 数字化城市管理案件档案';

create table cases.report (
  id uuid primary key,
  case_id uuid not null references cases.case (id),
  channel text not null,
  source_key text not null,
  origin text,
  category text not null,
  description text not null,
  address text not null,
  point geometry(Point, 4326),
  joined text not null check (joined in ('opened', 'automatic', 'chosen')),
  account text,
  anonymous boolean not null,
  name_sealed text,
  phone_sealed text,
  phone_index text,
  evidence jsonb not null,
  attributes jsonb not null,
  media_url text,
  observed_at timestamptz not null,
  received_at timestamptz not null,
  unique (channel, source_key)
);
create index report_case on cases.report (case_id, id);
create index report_account on cases.report (account, id desc) where account is not null;
create index report_phone on cases.report (phone_index, id desc) where phone_index is not null;
create index report_origin on cases.report (origin, id desc) where origin is not null;
comment on table cases.report is 'What one person or device told. Name and phone are sealed. retention: 3 years after the case ends, then name and phone are erased; legal basis: 个人信息保护法第十三条第三项（履行法定职责）';

create table cases.stage (
  id uuid primary key,
  case_id uuid not null references cases.case (id),
  stage text not null,
  unit ltree,
  unit_name jsonb,
  opened_at timestamptz not null,
  due_at timestamptz,
  done_at timestamptz,
  outcome text,
  on_time boolean
);
create index stage_case on cases.stage (case_id, id);
create unique index stage_open on cases.stage (case_id) where done_at is null;
create index stage_done on cases.stage (stage, done_at) where done_at is not null;
comment on table cases.stage is 'Each step a case went through with its limit, the source of scores. retention: as the case';

create table cases.entry (
  id uuid primary key,
  case_id uuid not null references cases.case (id),
  what text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  unit_name jsonb,
  text text,
  data jsonb not null
);
create index entry_case on cases.entry (case_id, id);
comment on table cases.entry is 'The case''s history as people read it. retention: as the case';

create table cases.responsibility (
  id uuid primary key,
  area ltree not null,
  area_name jsonb not null,
  category text not null,
  unit ltree not null,
  unit_name jsonb not null,
  note text not null,
  since timestamptz not null,
  by_name text not null,
  until timestamptz,
  until_by_name text
);
create unique index responsibility_one on cases.responsibility (area, category) where until is null;
create index responsibility_area on cases.responsibility using gist (area);
comment on table cases.responsibility is 'Who answers for which place and category; ended rows are its history. retention: for ever';

create table cases.merge (
  id uuid primary key,
  loser uuid not null references cases.case (id),
  winner uuid not null references cases.case (id),
  at timestamptz not null,
  by_name text not null,
  why text not null,
  undone_at timestamptz,
  undone_by_name text,
  undone_why text
);
create unique index merge_one on cases.merge (loser) where undone_at is null;
create index merge_winner on cases.merge (winner);
comment on table cases.merge is 'Which case was joined to which, and back. retention: as the case';

create table cases.rating (
  report_id uuid primary key references cases.report (id),
  case_id uuid not null references cases.case (id),
  stars int not null check (stars between 1 and 5),
  solved boolean not null,
  text text not null,
  at timestamptz not null
);
create index rating_case on cases.rating (case_id);
comment on table cases.rating is 'What reporters thought of the result. retention: as the case';

create view published.cases_case_v1 as
  select c.id, c.number, c.channel, c.category, c.area::text as area, c.unit::text as unit, c.state, c.outcome, c.suspended_at is not null as suspended,
    c.due_at, c.observed_at, c.reported_at, c.ended_at, st_x(c.point) as lon, st_y(c.point) as lat
  from cases.case c where c.merged_into is null;
create view published.cases_stage_v1 as
  select s.id, s.case_id, s.stage, s.unit::text as unit, s.opened_at, s.due_at, s.done_at, s.outcome, s.on_time, c.category, c.area::text as area
  from cases.stage s join cases.case c on c.id = s.case_id;
