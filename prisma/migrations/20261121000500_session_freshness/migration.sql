-- A request learns with its session since when its person's tokens must be fresh, and need not ask again for a token
-- that the process still holds.

DROP FUNCTION session_actor(text);
CREATE FUNCTION session_actor(session_id text) RETURNS TABLE (
  person_id uuid, tenant_id uuid, object_id uuid, name text, address text, user_type text, person_state text,
  is_platform_admin boolean, last_seen_at timestamptz, expires_at timestamptz, ended_at timestamptz,
  tokens_fresh_after timestamptz, memberships jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.tenant_id, p.object_id, p.name, p.address, p.user_type::text, p.state::text,
         s.is_platform_admin, s.last_seen_at, s.expires_at, s.ended_at, p.tokens_fresh_after, person_memberships(p.id)
  FROM sign_in_session s JOIN person p ON p.id = s.person_id
  WHERE s.id = session_id
$$;
REVOKE EXECUTE ON FUNCTION session_actor(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_actor(text) TO lakeport_app;
