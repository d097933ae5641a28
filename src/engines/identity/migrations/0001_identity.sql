create schema identity;

create table identity.organisation (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9_]*$'),
  path ltree not null unique,
  kind text not null,
  name jsonb not null,
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create index organisation_path on identity.organisation using gist (path);
comment on table identity.organisation is 'Who works for the district: a tree of units. retention: for ever';

-- user_account, credential, session, totp and challenge are better-auth''s tables (its compiled migration, our names and
-- keys), so that it keeps passwords, sessions and one-time codes; the columns after the gap are ours.
create table identity.user_account (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text not null unique,
  two_factor boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  kind text not null default 'citizen' check (kind in ('staff', 'citizen')),
  organisation ltree references identity.organisation (path) on update cascade,
  locale text not null default 'zh' check (locale in ('zh', 'en')),
  phone_sealed text,
  phone_index text,
  demo boolean not null default false,
  must_change_password boolean not null default false,
  disabled_at timestamptz,
  version int not null default 1
);
create index user_account_organisation on identity.user_account using gist (organisation);
create index user_account_phone on identity.user_account (phone_index) where phone_index is not null;
comment on table identity.user_account is 'People who sign in. retention: while the account is used, then 3 years; legal basis: 个人信息保护法第十三条第一款第二、三项 (the service asked for; statutory duty)';

create table identity.credential (
  id uuid primary key,
  subject text not null,
  provider text not null,
  account_id uuid not null references identity.user_account (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, subject)
);
create index credential_account on identity.credential (account_id);
comment on table identity.credential is 'Password hashes (argon2id). retention: with the account; legal basis: 网络安全法第二十一条';

create table identity.session (
  id uuid primary key,
  token text not null unique,
  account_id uuid not null references identity.user_account (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  address text,
  agent text
);
create index session_account on identity.session (account_id);
create index session_expiry on identity.session (expires_at);
comment on table identity.session is 'Who is signed in from where. retention: until expired, swept hourly; legal basis: 网络安全法第二十一条';

create table identity.totp (
  id uuid primary key,
  secret text not null,
  backup_codes text not null,
  account_id uuid not null references identity.user_account (id) on delete cascade,
  verified boolean default true,
  failures int default 0,
  locked_until timestamptz
);
create index totp_account on identity.totp (account_id);
create index totp_secret on identity.totp (secret);
comment on table identity.totp is 'Second factors, encrypted. retention: until switched off';

create table identity.challenge (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index challenge_identifier on identity.challenge (identifier);
comment on table identity.challenge is 'A sign-in waiting for its one-time code. retention: minutes, swept hourly';

-- By the name that was typed, whether or not there is such an account: a lock tells nobody which names exist.
create table identity.sign_in_failure (
  username text primary key,
  failures int not null,
  locks int not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index sign_in_failure_last on identity.sign_in_failure (last_at);
comment on table identity.sign_in_failure is 'Failed sign-ins in a row, and locks. retention: 1 day after the last, swept hourly; legal basis: 网络安全法第二十一条';

create table identity.role_grant (
  id uuid primary key,
  holder uuid not null,
  role text not null,
  tree text not null check (tree in ('all', 'organisation', 'area')),
  path ltree,
  granted_by text not null,
  granted_at timestamptz not null,
  check ((tree = 'all') = (path is null))
);
create unique index role_grant_once on identity.role_grant (holder, role, tree, coalesce(path, ''::ltree));
create index role_grant_role on identity.role_grant (role);
comment on table identity.role_grant is 'Which account or client holds which role over which subtree. retention: until withdrawn; its history is in the audit';

create table identity.client (
  id uuid primary key,
  name text not null,
  organisation ltree references identity.organisation (path) on update cascade,
  key_hash text not null unique,
  key_hint text not null,
  per_minute int not null check (per_minute > 0),
  contact text,
  created_by text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index client_organisation on identity.client using gist (organisation);
comment on table identity.client is 'Other systems that call with a key; only the hash of the key is kept. retention: 3 years after it was revoked';
