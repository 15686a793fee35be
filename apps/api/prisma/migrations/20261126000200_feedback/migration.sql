-- What people say after a conflict, and what they have been shown of what was settled while they were away.

CREATE TABLE feedback (
  org_id           text NOT NULL REFERENCES organisation,
  feedback_id      uuid NOT NULL DEFAULT gen_random_uuid(),
  account_id       uuid NOT NULL REFERENCES account,
  conflict_id      uuid NOT NULL,
  document_version integer,                            -- what the document was then; null: it was gone
  score            integer CHECK (score BETWEEN 1 AND 5), -- null: skipped, or only a report
  lost_data        boolean NOT NULL DEFAULT false,
  comment          text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, feedback_id),
  FOREIGN KEY (org_id, conflict_id) REFERENCES conflict (org_id, conflict_id)
);
CREATE INDEX feedback_of ON feedback (org_id, account_id, created_at DESC);
CREATE INDEX feedback_latest ON feedback (org_id, created_at DESC);

-- A conflict that is undone and decided again has another revision, and is news again.
CREATE TABLE digest_seen (
  org_id      text NOT NULL,
  account_id  uuid NOT NULL REFERENCES account,
  conflict_id uuid NOT NULL,
  revision    integer NOT NULL,
  seen_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, account_id, conflict_id, revision),
  FOREIGN KEY (org_id, conflict_id) REFERENCES conflict (org_id, conflict_id)
);

-- The history of the organisation, the newest first.
CREATE INDEX conflict_event_latest ON conflict_event (org_id, at DESC, event_id DESC);

-- Only added to.
GRANT SELECT, INSERT ON feedback, digest_seen TO dartwing_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['feedback', 'digest_seen']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I USING (org_id = current_setting(''app.org_id'', true))
      WITH CHECK (org_id = current_setting(''app.org_id'', true))', t || '_of_organisation', t);
  END LOOP;
END $$;
