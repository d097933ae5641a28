create schema audit;

-- Appended in the transaction it tells of; the sealer fills the last three columns within a second.
create table audit.entry (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  actor_kind text not null,
  actor_name text not null,
  via text,
  origin text not null,
  request text,
  address text,
  action text not null,
  ref text,
  before jsonb,
  after jsonb,
  why text,
  block bigint,
  position int,
  hash text
);
create index entry_unsealed on audit.entry (id) where block is null;
create index entry_block on audit.entry (block, position) where block is not null;
create index entry_ref on audit.entry (ref, id) where ref is not null;
create index entry_actor on audit.entry (actor, id);
create index entry_action on audit.entry (action, id);
comment on table audit.entry is 'Who did what to what, when and why. retention: 10 years, at least 6 months by law; legal basis: 网络安全法第二十一条 (network logs), 个人信息保护法第五十一条 (records of handling); personal fields are masked';

create table audit.block (
  number bigint primary key,
  sealed_at timestamptz not null,
  entries int not null,
  algorithm text not null,
  previous text not null,
  hash text not null,
  seal text not null
);
comment on table audit.block is 'The chain: each block holds the hashes of its entries and of the block before. retention: as the entries; legal basis: 网络安全法第二十一条';
