create schema indicators;

create table indicators.frozen (
  indicator text not null,
  grain text not null check (grain in ('day', 'month', 'year')),
  period date not null,
  area text not null,
  version int not null,
  value double precision,
  part double precision,
  whole double precision not null,
  frozen_at timestamptz not null,
  primary key (indicator, grain, period, area)
);
comment on table indicators.frozen is 'What an indicator was when its period closed, for the district (area empty) and each town. Never written again. retention: permanent; legal basis: 统计档案';

create table indicators.target (
  indicator text not null,
  valid_from date not null,
  value double precision not null,
  basis text not null,
  set_by text not null,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (indicator, valid_from)
);
comment on table indicators.target is 'Targets, each from its day on, beside those the district declares. retention: permanent';

create table indicators.definition (
  indicator text not null,
  version int not null,
  said jsonb not null,
  since timestamptz not null,
  primary key (indicator, version)
);
comment on table indicators.definition is 'How each version of an indicator was defined, in words and as it is counted. retention: permanent';
