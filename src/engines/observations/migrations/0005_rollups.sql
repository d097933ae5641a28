-- What each hour and each day of the field's own values came to, so that long curves read little and outlive the values.
-- span: 1 hour (of UTC), 2 day (of the district). Hourly and daily data of the devices are such sums already and have none.
create table observations.rollup (
  datastream_id integer not null,
  kind smallint not null,
  span smallint not null check (span in (1, 2)),
  starts_at timestamptz not null,
  count integer not null,
  usable integer not null,
  total double precision,
  minimum double precision,
  maximum double precision,
  primary key (datastream_id, kind, span, starts_at)
);
comment on table observations.rollup is 'retention: hours 10 years, days as long as their station; legal basis: none needed, no personal data';

-- Every hour before this one is summed up; what comes for it later is noted in observations.late.
create table observations.rolled (
  datastream_id integer not null,
  kind smallint not null,
  until timestamptz not null,
  primary key (datastream_id, kind)
) with (fillfactor = 70);
comment on table observations.rolled is 'retention: as long as its datastream; legal basis: none needed, no personal data';

-- Readings and corrections for hours that were over when they came. Only ever added to, in the transaction that stores the
-- readings, so that a sum never misses what it could not see yet; taken away by whoever sums up again.
create table observations.late (
  id bigint generated always as identity primary key,
  kind smallint not null,
  hour timestamptz not null,
  datastreams integer[] not null
);
comment on table observations.late is 'retention: until summed up, minutes; legal basis: none needed, no personal data';
