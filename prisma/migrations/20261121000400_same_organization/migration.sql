-- What belongs to an organization refers only to what belongs to the same one. Row-level security does not see to this:
-- a foreign key is checked past it, so that a folder id out of somebody else's request would otherwise be taken.

ALTER TABLE partition ADD CONSTRAINT partition_in_organization UNIQUE (organization_id, id);
ALTER TABLE folder ADD CONSTRAINT folder_in_organization UNIQUE (organization_id, id);
ALTER TABLE folder ADD CONSTRAINT folder_in_partition UNIQUE (partition_id, id);

ALTER TABLE folder
  ADD CONSTRAINT folder_same_organization
    FOREIGN KEY (organization_id, partition_id) REFERENCES partition (organization_id, id),
  ADD CONSTRAINT folder_parent_same_partition
    FOREIGN KEY (partition_id, parent_id) REFERENCES folder (partition_id, id);
ALTER TABLE access_group ADD CONSTRAINT access_group_same_organization
  FOREIGN KEY (organization_id, folder_id) REFERENCES folder (organization_id, id);
ALTER TABLE "grant" ADD CONSTRAINT grant_same_organization
  FOREIGN KEY (organization_id, folder_id) REFERENCES folder (organization_id, id);
ALTER TABLE notebook_server ADD CONSTRAINT notebook_server_same_organization
  FOREIGN KEY (organization_id, folder_id) REFERENCES folder (organization_id, id);
ALTER TABLE pipeline ADD CONSTRAINT pipeline_in_organization UNIQUE (organization_id, id);
ALTER TABLE pipeline_connection
  ADD CONSTRAINT pipeline_connection_same_organization
    FOREIGN KEY (organization_id, folder_id) REFERENCES folder (organization_id, id),
  ADD CONSTRAINT pipeline_connection_pipeline_same_organization
    FOREIGN KEY (organization_id, pipeline_id) REFERENCES pipeline (organization_id, id);

-- The same for what is a person's own: nobody delegates for another's server, or hangs a session on another's cache.

ALTER TABLE notebook_server ADD CONSTRAINT notebook_server_of_person UNIQUE (person_id, id);
ALTER TABLE sealed_cache ADD CONSTRAINT sealed_cache_of_person UNIQUE (person_id, id);
ALTER TABLE delegation
  ADD CONSTRAINT delegation_server_same_person
    FOREIGN KEY (person_id, server_id) REFERENCES notebook_server (person_id, id),
  ADD CONSTRAINT delegation_cache_same_person
    FOREIGN KEY (person_id, cache_id) REFERENCES sealed_cache (person_id, id) ON DELETE SET NULL (cache_id);
ALTER TABLE sign_in_session ADD CONSTRAINT sign_in_session_cache_same_person
  FOREIGN KEY (person_id, cache_id) REFERENCES sealed_cache (person_id, id) ON DELETE SET NULL (cache_id);
