-- Who changes what somebody may do says so in the same transaction: every process on the database hears
-- of it with the change, whoever made it, and nothing that dies in between can keep it quiet.
-- The channel and its messages are those of collab/processes/signals.ts.

create function tell_rooms(signal jsonb) returns void language sql as $$
  select pg_notify('rooms', jsonb_build_object('signal', signal)::text)
$$;

-- Argument: the column that names the project.
create function tell_roles() returns trigger language plpgsql as $$
begin
  perform tell_rooms(jsonb_build_object(
    'type', 'roles', 'project', to_jsonb(coalesce(new, old)) ->> tg_argv[0]));
  return null;
end $$;

-- Argument: why.
create function tell_end_of_session() returns trigger language plpgsql as $$
begin
  perform tell_rooms(jsonb_build_object(
    'type', 'close session', 'session', new.id, 'reason', tg_argv[0]));
  return null;
end $$;

create trigger tell_roles after insert or delete or update of role on members
  for each row execute function tell_roles('project_id');
create trigger tell_roles after update of owner_id, is_public, deleted_at on projects
  for each row when (
    (old.owner_id, old.is_public, old.deleted_at) is distinct from
    (new.owner_id, new.is_public, new.deleted_at)
  ) execute function tell_roles('id');
create trigger tell_end after update of ended_at on sessions
  for each row when (old.ended_at is null and new.ended_at is not null)
  execute function tell_end_of_session('signed out');
create trigger tell_end after update of revoked_at on api_tokens
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function tell_end_of_session('token revoked');
