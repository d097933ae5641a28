create schema calendar;

create table calendar.notice (
  year int primary key,
  number text not null,
  published_on date not null,
  festivals jsonb not null,
  entered_by text not null,
  entered_at timestamptz not null
);
comment on table calendar.notice is 'Notices on holidays entered since this version of the platform. retention: for ever; legal basis: none needed, no personal data';
