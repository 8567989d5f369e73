-- Where a pipeline writes: it stands in the contributors' group of each connected folder.

CREATE TABLE "pipeline_connection" (
    "pipeline_id" UUID NOT NULL,
    "folder_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pipeline_connection_pkey" PRIMARY KEY ("pipeline_id", "folder_id")
);

CREATE INDEX "pipeline_connection_folder_id_idx" ON "pipeline_connection"("folder_id");

ALTER TABLE "pipeline_connection" ADD CONSTRAINT "pipeline_connection_pipeline_id_fkey" FOREIGN KEY ("pipeline_id") REFERENCES "pipeline"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "pipeline_connection" ADD CONSTRAINT "pipeline_connection_folder_id_fkey" FOREIGN KEY ("folder_id") REFERENCES "folder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "pipeline_connection" ADD CONSTRAINT "pipeline_connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE pipeline_connection ENABLE ROW LEVEL SECURITY;
CREATE POLICY pipeline_connection_within ON pipeline_connection
  USING (organization_id = ANY (app_organizations()) OR app_platform_admin());
GRANT SELECT, INSERT, UPDATE, DELETE ON pipeline_connection TO lakeport_app, lakeport_worker;

-- A person has a level on a folder once; what ended does not count. Expiry looks for the next to end.
CREATE UNIQUE INDEX "grant_active_key" ON "grant"("folder_id", "person_id", "level") WHERE ended_at IS NULL;
CREATE INDEX "grant_expires_at_idx" ON "grant"("expires_at") WHERE ended_at IS NULL;
