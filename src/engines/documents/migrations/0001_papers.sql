create schema documents;

-- Papers the platform issued, so that anyone who holds one can make sure that it is genuine.
create table documents.paper (
  id uuid primary key,
  -- What a reader types or scans; random, 80 bits.
  code text not null unique,
  kind text not null,
  title jsonb not null,
  about text not null,
  holder text,
  -- What a verifier is shown: personal values stand here shortened already.
  facts jsonb not null,
  digest text not null,
  file_id uuid not null references files.file (id),
  issued_by text not null,
  issued_at timestamptz not null,
  valid_until timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  revoked_why text
);
create index paper_digest on documents.paper (digest);
create index paper_about on documents.paper (about, issued_at desc);
create index paper_holder on documents.paper (holder, issued_at desc) where holder is not null;
comment on table documents.paper is 'Certificates and reports issued as PDF, with what verifying them shows. retention: as long as the matter they are about, at least ten years after they expire; legal basis: performance of public duties (PIPL art. 13(3)), Electronic Signature Law art. 5 and 6';
