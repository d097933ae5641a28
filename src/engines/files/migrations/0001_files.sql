create schema files;

-- One row per upload; the content lies in DATA_DIR/files under its digest, once for all rows that share it.
create table files.file (
  id uuid primary key,
  digest text not null,
  kind text not null,
  bytes bigint not null,
  name text not null,
  taken_at timestamptz,
  lon double precision,
  lat double precision,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  -- Set until something owns it.
  expires_at timestamptz
);
create index file_digest on files.file (digest);
create index file_expires on files.file (expires_at) where expires_at is not null;
comment on table files.file is 'Uploads: evidence photos, films, documents; may show persons and places. retention: as long as what they are attached to, a day when nothing is; legal basis: performance of public duties (PIPL art. 13(3)), consent for residents'' own reports';

create table files.attachment (
  file_id uuid not null references files.file (id),
  ref text not null,
  role text not null,
  attached_by text not null,
  attached_at timestamptz not null,
  primary key (file_id, ref, role)
);
create index attachment_ref on files.attachment (ref, attached_at);
comment on table files.attachment is 'What owns a file; who may see the owner may see the file. retention: as the owner; legal basis: as files.file';
