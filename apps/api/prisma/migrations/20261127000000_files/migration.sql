-- The content of files: who is bringing it, what is here, and which File document it belongs to.

-- An upload under way, and for a day the memory of a finished one.
CREATE TABLE upload (
  org_id      text NOT NULL REFERENCES organisation,
  upload_id   uuid NOT NULL,                           -- also its place in the store
  account_id  uuid NOT NULL REFERENCES account,
  file        text NOT NULL,                           -- the name of the File document
  length      bigint NOT NULL CHECK (length >= 0),
  expires_at  timestamptz NOT NULL,
  finished_at timestamptz,
  holder      uuid,                                    -- the request that writes to it now
  held_until  timestamptz,
  wanted      boolean NOT NULL DEFAULT false,          -- another request waits for the holder to let go
  PRIMARY KEY (org_id, upload_id)
);
CREATE INDEX upload_over ON upload (org_id, expires_at);

-- One content, however many files have it. Kept by what it is, so that equal content is kept once.
CREATE TABLE blob (
  org_id       text NOT NULL REFERENCES organisation,
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size         bigint NOT NULL,
  mime         text NOT NULL,                          -- by its first bytes, not by what anybody says
  storage_key  uuid NOT NULL,
  quarantine   text,                                   -- what may be harmful about it; null: nothing is known
  looked_at    timestamptz,                            -- when a small picture was tried; null: not yet
  thumbnail    bytea,                                  -- null: none can be made
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, sha256)
);

-- Not read from the document: what a document says about its content, its writer has said.
CREATE TABLE file_content (
  org_id     text NOT NULL,
  file       text NOT NULL,
  sha256     text NOT NULL,
  account_id uuid NOT NULL REFERENCES account,         -- who brought it
  stored_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, file),
  FOREIGN KEY (org_id, sha256) REFERENCES blob (org_id, sha256)
);
CREATE INDEX file_content_blob ON file_content (org_id, sha256);

GRANT SELECT, INSERT, UPDATE, DELETE ON upload, blob TO dartwing_app;
GRANT SELECT, INSERT, DELETE ON file_content TO dartwing_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['upload', 'blob', 'file_content']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I USING (org_id = current_setting(''app.org_id'', true))
      WITH CHECK (org_id = current_setting(''app.org_id'', true))', t || '_of_organisation', t);
  END LOOP;
END $$;
