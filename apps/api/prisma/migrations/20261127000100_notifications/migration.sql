-- A person's own list: what each is about, in facts that every language can say.
ALTER TABLE notification
  ADD COLUMN kind text NOT NULL DEFAULT 'settled',
  ADD COLUMN facts jsonb NOT NULL DEFAULT '{}';
CREATE INDEX notification_unseen ON notification (org_id, recipient) WHERE read_at IS NULL;
-- Jobs are done at least once; that a conflict needs somebody is told once.
CREATE UNIQUE INDEX notification_needs_you ON notification (org_id, conflict_id, recipient) WHERE kind = 'needs_you';

-- Of which deadline people have been warned, and how many minutes before it.
ALTER TABLE conflict ADD COLUMN near_due_at timestamptz, ADD COLUMN near_minutes smallint;

-- What a person wants to hear of in the list only.
CREATE TABLE notification_setting (
  org_id     text NOT NULL REFERENCES organisation,
  account_id uuid NOT NULL REFERENCES account,
  muted      text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, account_id)
);

-- Browsers that asked to be told also when no page is open.
CREATE TABLE push_subscription (
  org_id          text NOT NULL REFERENCES organisation,
  subscription_id uuid NOT NULL,
  account_id      uuid NOT NULL REFERENCES account,
  endpoint        text NOT NULL,                       -- the push service's address of this browser
  p256dh          text NOT NULL,
  auth            text NOT NULL,
  language        text NOT NULL,
  time_zone       text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, subscription_id),
  UNIQUE (org_id, endpoint)
);
CREATE INDEX push_subscription_of ON push_subscription (org_id, account_id, created_at);

-- What a browser has still to be told. A row goes when its push service has taken the message.
CREATE TABLE push_pending (
  org_id          text NOT NULL,
  subscription_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  PRIMARY KEY (org_id, subscription_id, notification_id),
  FOREIGN KEY (org_id, subscription_id) REFERENCES push_subscription (org_id, subscription_id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, notification_id) REFERENCES notification (org_id, notification_id)
);

GRANT SELECT, INSERT, UPDATE ON notification_setting TO dartwing_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscription TO dartwing_app;
GRANT SELECT, INSERT, DELETE ON push_pending TO dartwing_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notification_setting', 'push_subscription', 'push_pending']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I USING (org_id = current_setting(''app.org_id'', true))
      WITH CHECK (org_id = current_setting(''app.org_id'', true))', t || '_of_organisation', t);
  END LOOP;
END $$;

-- Like enqueue_job, but a job that waits already keeps its time: what comes meanwhile goes with it.
CREATE FUNCTION gather_job(task text, payload jsonb, job_key text, run_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  org text := nullif(current_setting('app.org_id', true), '');
BEGIN
  IF org IS NULL THEN RAISE EXCEPTION 'A job belongs to an organisation'; END IF;
  PERFORM graphile_worker.add_job(
    identifier => task,
    payload => json_build_object('org', org, 'payload', payload),
    run_at => run_at,
    job_key => json_build_array(org, task, job_key)::text,
    job_key_mode => 'preserve_run_at'
  );
END $$;
REVOKE ALL ON FUNCTION gather_job(text, jsonb, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gather_job(text, jsonb, text, timestamptz) TO dartwing_app;
