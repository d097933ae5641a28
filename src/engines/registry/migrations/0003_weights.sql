-- What a registry's own records have taught about matching them; sealed, for it lists common names.
create table registry.weights (
  registry text primary key,
  version int not null,
  sealed text not null,
  records int not null,
  learned_by text not null,
  learned_at timestamptz not null
);
comment on table registry.weights is 'Learned weights of matching, per registry, replaced by each run. retention: until the next run; legal basis: none needed, no person can be told from it';
