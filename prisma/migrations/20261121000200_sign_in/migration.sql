-- Sign-in: an ended session keeps its row (audit, "ended elsewhere") and loses its cache at once.

ALTER TABLE sign_in_session ALTER COLUMN cache_id DROP NOT NULL;
ALTER TABLE sign_in_session DROP CONSTRAINT sign_in_session_cache_id_fkey;
ALTER TABLE sign_in_session ADD CONSTRAINT sign_in_session_cache_id_fkey
  FOREIGN KEY (cache_id) REFERENCES sealed_cache(id) ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE delegation ALTER COLUMN cache_id DROP NOT NULL;
ALTER TABLE delegation DROP CONSTRAINT delegation_cache_id_fkey;
ALTER TABLE delegation ADD CONSTRAINT delegation_cache_id_fkey
  FOREIGN KEY (cache_id) REFERENCES sealed_cache(id) ON DELETE SET NULL ON UPDATE CASCADE;

-- A cached storage token obtained before this time carries groups of before a change of access: it is not reused.
ALTER TABLE person ADD COLUMN tokens_fresh_after timestamptz(3);

CREATE FUNCTION require_fresh_tokens(person_id uuid, at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE person SET tokens_fresh_after = at WHERE id = person_id
$$;

-- Only the two functions below call it; an offboarded organization is no longer one of anybody's.
CREATE FUNCTION person_memberships(of_person uuid) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'organizationId', o.id, 'slug', o.slug, 'name', o.name, 'orgRole', m.org_role) ORDER BY o.name), '[]'::jsonb)
  FROM membership m JOIN organization o ON o.id = m.organization_id
  WHERE m.person_id = of_person AND o.state <> 'offboarded'
$$;

-- Everything a request needs about its sign-in session, by the SHA-256 of the cookie's token, which is proof in itself.
CREATE FUNCTION session_actor(session_id text) RETURNS TABLE (
  person_id uuid, tenant_id uuid, object_id uuid, name text, address text, user_type text, person_state text,
  is_platform_admin boolean, last_seen_at timestamptz, expires_at timestamptz, ended_at timestamptz, memberships jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.tenant_id, p.object_id, p.name, p.address, p.user_type::text, p.state::text,
         s.is_platform_admin, s.last_seen_at, s.expires_at, s.ended_at, person_memberships(p.id)
  FROM sign_in_session s JOIN person p ON p.id = s.person_id
  WHERE s.id = session_id
$$;

-- The same about a person whom a verified bearer token names.
CREATE FUNCTION directory_actor(tid uuid, oid uuid) RETURNS TABLE (
  person_id uuid, tenant_id uuid, object_id uuid, name text, address text, user_type text, person_state text,
  memberships jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, p.tenant_id, p.object_id, p.name, p.address, p.user_type::text, p.state::text, person_memberships(p.id)
  FROM person p WHERE p.tenant_id = tid AND p.object_id = oid
$$;

-- A sign-in confirms a pending person, but never lifts what an operator disabled, and an invitation sent again never
-- makes a redeemed person pending.
CREATE OR REPLACE FUNCTION record_person(
  new_id uuid, tid uuid, oid uuid, new_name text, new_address text, new_type user_type, new_state person_state, at timestamptz
) RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO person (id, tenant_id, object_id, name, address, user_type, state, created_at)
  VALUES (new_id, tid, oid, new_name, new_address, new_type, new_state, at)
  ON CONFLICT (tenant_id, object_id) DO UPDATE
    SET name = excluded.name, address = excluded.address, user_type = excluded.user_type,
        state = CASE
          WHEN person.state = 'disabled' OR excluded.state = 'pending' THEN person.state
          ELSE excluded.state
        END
  RETURNING id
$$;

REVOKE EXECUTE ON FUNCTION
  require_fresh_tokens(uuid, timestamptz), session_actor(text), directory_actor(uuid, uuid), person_memberships(uuid)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_actor(text), directory_actor(uuid, uuid) TO lakeport_app;
GRANT EXECUTE ON FUNCTION require_fresh_tokens(uuid, timestamptz) TO lakeport_worker;

-- Tighter rights ---------------------------------------------------------------------------------------------------

-- The key of a person is Entra's; nobody who merely is that person may change it, or lift a state.
REVOKE UPDATE, DELETE ON person FROM lakeport_app;
GRANT UPDATE (name, address, last_seen_at) ON person TO lakeport_app;

-- The worker sweeps sessions; it neither reads what they hold nor prolongs them.
REVOKE SELECT, UPDATE ON sign_in_session FROM lakeport_worker;
GRANT SELECT (id, person_id, cache_id, created_at, last_seen_at, expires_at, ended_at), UPDATE (ended_at)
  ON sign_in_session TO lakeport_worker;

-- The web process writes only in the name of the person whose request it serves.
DROP POLICY audit_append ON audit_event;
CREATE POLICY audit_append_app ON audit_event FOR INSERT TO lakeport_app WITH CHECK (
  (actor_person_id IS NULL OR actor_person_id = app_person())
  AND (organization_id IS NULL OR organization_id = ANY (app_organizations()) OR app_platform_admin())
);
CREATE POLICY audit_append_worker ON audit_event FOR INSERT TO lakeport_worker WITH CHECK (
  organization_id IS NULL OR organization_id = ANY (app_organizations()) OR app_platform_admin()
);
