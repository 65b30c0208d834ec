-- What happened to a document: its versions and who changed what, who wrote what, what jobs did.

-- `state` is one or more Yjs updates (format V1), each after its length as a big-endian int4, that
-- together are the document: the snapshot and the log as they were, put together where they lie.
alter table versions
  add column job_id uuid references jobs (id) on delete set null,
  add column changes jsonb not null default '[]',
  drop constraint versions_reason_check,
  add constraint versions_reason_check
    check (reason in ('named', 'idle', 'ongoing', 'empty', 'before_restore', 'before_job')),
  add constraint versions_name_check check (length(name) between 1 and 255);
create unique index versions_before_job on versions (job_id) where reason = 'before_job';

-- What one person or job did between two moments: {kind: {id: 'added' | 'changed' | 'removed'}}.
create table activity (
  id bigint generated always as identity primary key,
  project_id uuid not null references projects (id) on delete cascade,
  user_id uuid,
  job_id uuid,
  from_at timestamptz not null,
  until_at timestamptz not null,
  deeds jsonb not null
);
create index activity_project on activity (project_id, until_at);

-- Whose a client id of the document is. It outlives the log, so that a letter keeps its author.
create table doc_clients (
  project_id uuid not null references projects (id) on delete cascade,
  client_id bigint not null,
  user_id uuid,
  job_id uuid,
  created_at timestamptz not null default now(),
  primary key (project_id, client_id)
);

-- What a job's edit did to the document, or what undoing it did, so that either can be taken back.
create table job_effects (
  job_id uuid primary key references jobs (id) on delete cascade,
  project_id uuid not null references projects (id) on delete cascade,
  effect jsonb not null,
  is_undone boolean not null default false,
  changed_by uuid references users (id) on delete set null,
  changed_at timestamptz not null default now()
);
