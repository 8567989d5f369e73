-- Who may see which row, decided by the database itself.
-- Three transaction-local settings carry the actor: app.person, app.organizations (uuid[]), app.platform_admin.
-- A setting that was never made, or was made by an earlier transaction of the same connection, reads as NULL or '':
-- both mean "nobody", hence nullif everywhere.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lakeport_app') THEN
    CREATE ROLE lakeport_app LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lakeport_worker') THEN
    CREATE ROLE lakeport_worker LOGIN;
  END IF;
END $$;

CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.person', true), '')::uuid;

CREATE FUNCTION app_organizations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.organizations', true), '')::uuid[], '{}'::uuid[]);

CREATE FUNCTION app_platform_admin() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.platform_admin', true), '')::boolean, false);

GRANT USAGE ON SCHEMA public TO lakeport_app, lakeport_worker;

-- Organizations and what belongs to them ------------------------------------------------------------------------

ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
CREATE POLICY organization_within ON organization
  USING (id = ANY (app_organizations()) OR app_platform_admin());

ALTER TABLE zone ENABLE ROW LEVEL SECURITY;
CREATE POLICY zone_read ON zone FOR SELECT USING (true);
CREATE POLICY zone_write ON zone USING (app_platform_admin());

DO $$
DECLARE scoped text;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['partition', 'folder', 'access_group', 'grant', 'pipeline'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format(
      'CREATE POLICY %I ON %I USING (organization_id = ANY (app_organizations()) OR app_platform_admin())',
      scoped || '_within', scoped);
  END LOOP;
END $$;

ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY membership_within ON membership
  USING (organization_id = ANY (app_organizations()) OR app_platform_admin());
CREATE POLICY membership_own ON membership FOR SELECT USING (person_id = app_person());

ALTER TABLE notebook_server ENABLE ROW LEVEL SECURITY;
CREATE POLICY notebook_server_own ON notebook_server USING (person_id = app_person());
CREATE POLICY notebook_server_within ON notebook_server FOR SELECT
  USING (organization_id = ANY (app_organizations()) OR app_platform_admin());

-- People: oneself, and whoever shares an organization --------------------------------------------------------------

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_own ON person USING (id = app_person());
CREATE POLICY person_shared ON person FOR SELECT USING (
  app_platform_admin() OR EXISTS (
    SELECT FROM membership m WHERE m.person_id = person.id AND m.organization_id = ANY (app_organizations())
  )
);
CREATE POLICY person_platform ON person USING (app_platform_admin());

-- What only its own person may touch -------------------------------------------------------------------------------

DO $$
DECLARE owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['sign_in_session', 'sealed_cache', 'delegation', 'hub_user', 'hub_code'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('CREATE POLICY %I ON %I TO lakeport_app USING (person_id = app_person())', owned || '_own', owned);
    EXECUTE format('CREATE POLICY %I ON %I TO lakeport_worker USING (true)', owned || '_sweep', owned);
  END LOOP;
END $$;
CREATE POLICY notebook_server_sweep ON notebook_server TO lakeport_worker USING (true);

-- Audit: appended and read, never changed --------------------------------------------------------------------------

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_read ON audit_event FOR SELECT
  USING (organization_id = ANY (app_organizations()) OR actor_person_id = app_person() OR app_platform_admin());
CREATE POLICY audit_append ON audit_event FOR INSERT
  WITH CHECK (organization_id IS NULL OR organization_id = ANY (app_organizations()) OR app_platform_admin());

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are appended, never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_unchangeable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Rights ---------------------------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE, DELETE ON
  organization, zone, partition, folder, membership, access_group, "grant", pipeline, notebook_server, person
  TO lakeport_app, lakeport_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_session, sealed_cache, delegation, hub_user, hub_code TO lakeport_app;
GRANT SELECT, UPDATE, DELETE ON sign_in_session, delegation, hub_user, hub_code TO lakeport_worker;
-- The worker clears away caches; it never reads what they hold.
GRANT SELECT (id, person_id, kind, updated_at), DELETE ON sealed_cache TO lakeport_worker;
GRANT SELECT, INSERT ON audit_event TO lakeport_app, lakeport_worker;

-- Questions that must be answered before the person is known: exact-match look-ups only ----------------------------

CREATE FUNCTION session_person(session_id text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  RETURN (SELECT person_id FROM sign_in_session WHERE id = session_id);

CREATE FUNCTION hub_person(hub_name text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  RETURN (SELECT person_id FROM hub_user WHERE name = hub_name);

CREATE FUNCTION directory_person(tid uuid, oid uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  RETURN (SELECT id FROM person WHERE tenant_id = tid AND object_id = oid);

-- Records what Entra says of a person; returns the row's id. Never changes the key.
CREATE FUNCTION record_person(
  new_id uuid, tid uuid, oid uuid, new_name text, new_address text, new_type user_type, new_state person_state, at timestamptz
) RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO person (id, tenant_id, object_id, name, address, user_type, state, created_at)
  VALUES (new_id, tid, oid, new_name, new_address, new_type, new_state, at)
  ON CONFLICT (tenant_id, object_id) DO UPDATE
    SET name = excluded.name, address = excluded.address, user_type = excluded.user_type, state = excluded.state
  RETURNING id
$$;

-- Takes a Hub code once: a second call, or one after its time, finds nothing.
CREATE FUNCTION redeem_hub_code(code_id text, at timestamptz)
  RETURNS TABLE (person_id uuid, session_id text, redirect_uri text, code_challenge text)
  LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE hub_code SET used_at = at
  WHERE id = code_id AND used_at IS NULL AND expires_at > at
  RETURNING hub_code.person_id, hub_code.session_id, hub_code.redirect_uri, hub_code.code_challenge
$$;

-- Jobs are rows of graphile_worker, whose schema belongs to the worker: this is the one way in for everyone else.
CREATE FUNCTION enqueue_job(task text, payload jsonb, key text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM graphile_worker.add_job(task, payload::json, job_key => key);
END $$;

REVOKE EXECUTE ON FUNCTION
  session_person(text), hub_person(text), directory_person(uuid, uuid),
  record_person(uuid, uuid, uuid, text, text, user_type, person_state, timestamptz),
  redeem_hub_code(text, timestamptz), enqueue_job(text, jsonb, text)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  session_person(text), hub_person(text), directory_person(uuid, uuid),
  record_person(uuid, uuid, uuid, text, text, user_type, person_state, timestamptz),
  redeem_hub_code(text, timestamptz), enqueue_job(text, jsonb, text)
  TO lakeport_app;
GRANT EXECUTE ON FUNCTION
  directory_person(uuid, uuid),
  record_person(uuid, uuid, uuid, text, text, user_type, person_state, timestamptz),
  enqueue_job(text, jsonb, text)
  TO lakeport_worker;
