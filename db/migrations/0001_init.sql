-- Accounts, projects, the shared document's log, files and jobs. Ids are UUIDv7, made by the server.

create table users (
  id uuid primary key,
  email text not null check (length(email) <= 254),
  username text not null check (length(username) between 1 and 100),
  password_hash text not null,
  color smallint not null default 0 check (color between 0 and 7),
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index users_email on users (lower(email)) where deleted_at is null;
create unique index users_username on users (lower(username)) where deleted_at is null;

-- A session is a family of refresh tokens: the current one is stored hashed, spent ones beside it.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text check (ended_why in ('logout', 'reuse', 'password', 'revoked'))
);
create index sessions_user on sessions (user_id) where ended_at is null;

create table refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index refresh_tokens_session on refresh_tokens (session_id);

create table api_tokens (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  token_hash bytea not null unique,
  scope text not null check (scope in ('read', 'write')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_user on api_tokens (user_id) where revoked_at is null;

create table projects (
  id uuid primary key,
  owner_id uuid not null references users (id),
  title text not null check (length(title) between 1 and 255),
  description text check (length(description) <= 5000),
  is_public boolean not null default false,
  copied_from uuid references projects (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index projects_owner on projects (owner_id, updated_at desc);
create index projects_changed on projects (updated_at desc) where deleted_at is null;

-- The owner is projects.owner_id alone; members are everybody else.
create table members (
  project_id uuid not null references projects (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('editor', 'commenter', 'viewer')),
  added_by uuid references users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project_id, user_id)
);
create index members_user on members (user_id);

create table share_links (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  role text not null check (role in ('editor', 'commenter', 'viewer')),
  token_hash bytea not null unique,
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  max_uses integer check (max_uses > 0),
  uses integer not null default 0,
  revoked_at timestamptz
);
create index share_links_project on share_links (project_id) where revoked_at is null;

create table assets (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  created_by uuid references users (id) on delete set null,
  job_id uuid,
  bucket text not null check (bucket in ('audio', 'images', 'exports')),
  storage_key text not null,
  kind text not null check (kind in ('image', 'mix', 'stem', 'listen', 'peaks', 'midi', 'score', 'take', 'export')),
  content_type text not null,
  byte_length bigint not null check (byte_length >= 0),
  sha256 bytea not null check (length(sha256) = 32),
  width integer,
  height integer,
  duration_seconds double precision,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (bucket, storage_key)
);
create index assets_project on assets (project_id, created_at);
create index assets_job on assets (job_id) where job_id is not null;

-- Projections of the shared document, for lists and search. The document is the truth.
create table canvases (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  name text not null,
  order_key text not null,
  valence double precision not null default 0 check (valence between -1 and 1),
  arousal double precision not null default 0 check (arousal between -1 and 1),
  primary_emotion text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index canvases_project on canvases (project_id, order_key);

create table voice_recordings (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  asset_id uuid not null references assets (id),
  created_by uuid references users (id) on delete set null,
  name text not null,
  offset_seconds double precision not null default 0,
  duration_seconds double precision not null check (duration_seconds >= 0),
  sample_rate integer not null check (sample_rate > 0),
  channels smallint not null check (channels > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index voice_recordings_project on voice_recordings (project_id, created_at);

create table lyrics (
  project_id uuid primary key references projects (id) on delete cascade,
  text text not null default '',
  word_count integer not null default 0,
  updated_at timestamptz not null default now()
);
create index lyrics_search on lyrics using gin (to_tsvector('simple', text));

create table jobs (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  canvas_id uuid,
  kind text not null,
  status text not null default 'queued'
    check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  input jsonb not null default '{}',
  result jsonb,
  error jsonb,
  engine text,
  stage text not null default 'waiting',
  progress real not null default 0 check (progress between 0 and 1),
  attempts integer not null default 0,
  max_attempts integer not null default 4,
  run_at timestamptz not null default now(),
  after_job_id uuid references jobs (id) on delete set null,
  lease_until timestamptz,
  lease_owner uuid,
  cancel_requested_at timestamptz,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index jobs_ready on jobs (run_at) where status = 'queued';
create index jobs_leased on jobs (lease_until) where status = 'running';
create index jobs_after on jobs (after_job_id) where after_job_id is not null;
create index jobs_project on jobs (project_id, created_at desc);
alter table assets add constraint assets_job_fk foreign key (job_id) references jobs (id) on delete set null;

-- The write-ahead log of the rooms. An acknowledged update is a committed row (or in the snapshot).
create table doc_updates (
  project_id uuid not null references projects (id) on delete cascade,
  seq bigint generated always as identity,
  payload bytea not null,
  actor_id uuid,
  origin text not null default 'socket',
  job_id uuid,
  created_at timestamptz not null default now(),
  primary key (project_id, seq)
);

create table doc_snapshots (
  project_id uuid primary key references projects (id) on delete cascade,
  state bytea not null,
  upto_seq bigint not null,
  updated_at timestamptz not null default now()
);

create table versions (
  id uuid primary key,
  project_id uuid not null references projects (id) on delete cascade,
  name text,
  reason text not null check (reason in ('named', 'idle', 'empty', 'before_restore', 'before_job')),
  state bytea not null,
  upto_seq bigint not null,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index versions_project on versions (project_id, created_at desc);

create table idempotency_keys (
  user_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status smallint,
  headers jsonb,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Answers that may be forgotten (Deno KV stands in where there is one).
create table cache_entries (
  key text primary key,
  value jsonb not null,
  expires_at timestamptz not null
);
create index cache_entries_expiry on cache_entries (expires_at);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  project_id uuid,
  subject_id text,
  request_id text,
  details jsonb not null default '{}'
);
create index audit_log_project on audit_log (project_id, at desc);
create index audit_log_actor on audit_log (actor_id, at desc);
