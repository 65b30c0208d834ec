-- `losses`: how many of the attempts ended with their process, and so say nothing against the job.
-- `request_id`: of the HTTP request that asked for the job.
alter table jobs
  add column losses integer not null default 0 check (losses >= 0),
  add column request_id text;
create index projects_deleted on projects (deleted_at) where deleted_at is not null;
