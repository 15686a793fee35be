-- Members come and go: invited, joined, disabled. What admins do about it is written down, and only added to.

-- Null: invited, has not accepted yet. A membership counts only when it is joined and not disabled.
ALTER TABLE membership ADD COLUMN joined_at timestamptz DEFAULT now();
ALTER TABLE membership ADD COLUMN disabled_at timestamptz;
-- The name an admin typed. It is shown until they have joined: what an account is called elsewhere is not told.
ALTER TABLE membership ADD COLUMN invited_name text;

-- The next token of a sign-in. Until that one has been used, this one is answered with it again.
ALTER TABLE refresh_token ADD COLUMN successor_hash text;
-- Every call asks whether its sign-in still lives; a sign-in that was ended has no entry here.
CREATE INDEX refresh_token_live ON refresh_token (family_id) WHERE revoked_at IS NULL;
CREATE INDEX refresh_token_account ON refresh_token (account_id) WHERE revoked_at IS NULL;

CREATE TABLE invitation (
  org_id     text NOT NULL REFERENCES organisation,
  token_hash text NOT NULL,                            -- sha256, hex: the token itself is never stored
  account_id uuid NOT NULL REFERENCES account,
  purpose    text NOT NULL CHECK (purpose IN ('join', 'reset')),
  created_by text NOT NULL,                            -- an admin's e-mail address, or the operator
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,                              -- used, or replaced by a later one
  PRIMARY KEY (org_id, token_hash)
);
CREATE INDEX invitation_open ON invitation (org_id, account_id) WHERE used_at IS NULL;

CREATE TABLE access_event (
  org_id     text NOT NULL REFERENCES organisation,
  event_id   uuid NOT NULL DEFAULT gen_random_uuid(),
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      text NOT NULL,
  act        text NOT NULL,
  subject    text,                                     -- an e-mail address; null: the organisation itself
  from_value text,
  to_value   text,
  PRIMARY KEY (org_id, event_id)
);
CREATE INDEX access_event_latest ON access_event (org_id, at DESC, event_id DESC);

-- When a member was last heard of, for the list of members.
CREATE INDEX device_account ON device (org_id, account_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO dartwing_app;
-- Nobody rewrites what was done.
GRANT SELECT, INSERT ON access_event TO dartwing_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['invitation', 'access_event']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I USING (org_id = current_setting(''app.org_id'', true))
      WITH CHECK (org_id = current_setting(''app.org_id'', true))', t || '_of_organisation', t);
  END LOOP;
END $$;
