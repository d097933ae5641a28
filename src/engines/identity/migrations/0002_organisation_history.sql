-- What a unit was called and where it stood, so that its page can tell, and a path written down long ago is still understood.
create table identity.organisation_change (
  id uuid primary key,
  organisation_id uuid not null references identity.organisation (id),
  what text not null check (what in ('added', 'changed', 'moved', 'closed', 'opened')),
  before jsonb,
  after jsonb,
  why text,
  by_id text not null,
  by_name text not null,
  at timestamptz not null
);
create index organisation_change_of on identity.organisation_change (organisation_id, id desc);
comment on table identity.organisation_change is 'How the tree of units came to be as it is. retention: for ever';

create table identity.organisation_past (
  path ltree primary key,
  organisation_id uuid not null references identity.organisation (id),
  until timestamptz not null
);
comment on table identity.organisation_past is 'Paths that units had before they moved. retention: for ever';
