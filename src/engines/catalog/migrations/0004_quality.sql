create table catalog.standard (
  id uuid primary key,
  code text not null,
  edition text not null,
  title jsonb not null,
  kind text not null check (kind in ('codes', 'pattern', 'check')),
  pattern text,
  -- A check digit that no pattern can tell.
  rule text check (rule in ('identity-number', 'credit-code')),
  since date,
  ended_on date,
  created_by text not null,
  created_at timestamptz not null,
  unique (code, edition),
  check ((kind = 'pattern') = (pattern is not null)),
  check ((kind = 'check') = (rule is not null))
);
comment on table catalog.standard is 'Code lists, classifications and formats, each edition by itself. retention: for ever';

create table catalog.standard_code (
  standard_id uuid not null references catalog.standard (id) on delete cascade,
  code text not null,
  title jsonb not null,
  primary key (standard_id, code)
);
comment on table catalog.standard_code is 'The codes of a standard. retention: with the standard';

-- GB 11643: seventeen digits weighed, the remainder by 11 names the eighteenth.
create function catalog.is_identity_number(t text) returns boolean language sql immutable parallel safe as $$
  select case when t ~ '^[0-9]{17}[0-9Xx]$' then
    substr('10X98765432', 1 + (select sum(substr(t, i, 1)::int * (array[7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2])[i]) from generate_series(1, 17) i)::int % 11, 1)
      = upper(substr(t, 18, 1)) else false end $$;

-- GB 32100: base 31 without I O S V Z.
create function catalog.is_credit_code(t text) returns boolean language sql immutable parallel safe as $$
  select case when t ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' then
    substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - (select sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(t, i, 1)) - 1)
      * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28])[i]) from generate_series(1, 17) i)::int % 31) % 31, 1) = substr(t, 18, 1) else false end $$;

create table catalog.rule (
  id uuid primary key,
  resource_id uuid not null references catalog.resource (id) on delete cascade,
  distribution_id uuid not null references catalog.distribution (id) on delete cascade,
  kind text not null check (kind in ('completeness', 'uniqueness', 'validity', 'consistency', 'timeliness')),
  columns text[] not null,
  params jsonb not null default '{}',
  title jsonb not null,
  source text not null check (source in ('derived', 'declared')),
  ended_at timestamptz,
  created_by text not null,
  created_at timestamptz not null
);
create unique index rule_once on catalog.rule (distribution_id, kind, columns, params) where ended_at is null;
create index rule_resource on catalog.rule (resource_id);
comment on table catalog.rule is 'What good data of a resource is. retention: with the resource';

create table catalog.quality_run (
  id uuid primary key,
  resource_id uuid not null references catalog.resource (id) on delete cascade,
  at timestamptz not null,
  why text not null check (why in ('schedule', 'demand', 'correction')),
  rows bigint not null,
  score numeric
);
create index quality_run_resource on catalog.quality_run (resource_id, at desc);
comment on table catalog.quality_run is 'One measuring of a resource by its rules. retention: 3 years';

create table catalog.quality_result (
  run_id uuid not null references catalog.quality_run (id) on delete cascade,
  rule_id uuid not null references catalog.rule (id) on delete cascade,
  checked bigint not null,
  failed bigint not null,
  primary key (run_id, rule_id)
);
create index quality_result_rule on catalog.quality_result (rule_id);
comment on table catalog.quality_result is 'How many rows a rule looked at and how many failed it. retention: with the run';

create table catalog.correction (
  id uuid primary key,
  rule_id uuid not null references catalog.rule (id) on delete cascade,
  resource_id uuid not null references catalog.resource (id) on delete cascade,
  provider ltree not null references identity.organisation (path) on update cascade,
  sender_unit ltree references identity.organisation (path) on update cascade,
  sender text not null,
  sender_name text not null,
  note text not null,
  keys text[] not null default '{}',
  failed_before bigint not null,
  state text not null check (state in ('open', 'corrected', 'declined')),
  answer text,
  answered_by text,
  failed_after bigint,
  version int not null default 1,
  created_at timestamptz not null,
  answered_at timestamptz
);
create index correction_provider on catalog.correction using gist (provider);
create index correction_resource on catalog.correction (resource_id, id desc);
comment on table catalog.correction is 'Requests to the duty-holder to correct rows, and what came of them. retention: 5 years';
