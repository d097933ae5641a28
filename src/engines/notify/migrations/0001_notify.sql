create schema notify;

create table notify.message (
  id uuid primary key,
  account_id uuid not null references identity.user_account (id) on delete cascade,
  title jsonb not null,
  body jsonb not null,
  ref text,
  sent_at timestamptz not null,
  read_at timestamptz
);
create index message_account on notify.message (account_id, id desc);
create index message_unread on notify.message (account_id) where read_at is null;
create index message_sent on notify.message (sent_at);
comment on table notify.message is 'What was told to whom. retention: 180 days, swept daily; legal basis: 个人信息保护法第十三条第一款第二、三项';
