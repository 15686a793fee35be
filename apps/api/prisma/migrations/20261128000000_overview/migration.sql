-- What the admins' overview counts: syncs and conflicts by when they began, and changes that met others' and were
-- brought together without a choice.
ALTER TABLE sync ADD COLUMN merged integer NOT NULL DEFAULT 0;
CREATE INDEX sync_latest ON sync (org_id, started_at DESC, sync_id DESC);
CREATE INDEX conflict_latest ON conflict (org_id, opened_at DESC, conflict_id DESC);

-- DocTypes whose timer stands still: as long as there is a row, a deadline decides nothing and goes to nobody.
CREATE TABLE timer_pause (
  org_id    text NOT NULL REFERENCES organisation,
  doctype   text NOT NULL,
  reason    text NOT NULL,
  paused_by text NOT NULL,                             -- the account's e-mail address
  paused_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, doctype)
);
GRANT SELECT, INSERT, DELETE ON timer_pause TO dartwing_app;
ALTER TABLE timer_pause ENABLE ROW LEVEL SECURITY;
ALTER TABLE timer_pause FORCE ROW LEVEL SECURITY;
CREATE POLICY timer_pause_of_organisation ON timer_pause
  USING (org_id = current_setting('app.org_id', true))
  WITH CHECK (org_id = current_setting('app.org_id', true));

-- As before, but for conflicts whose timer stands still: those are not late.
CREATE OR REPLACE FUNCTION backlog(OUT jobs_waiting bigint, OUT jobs_failed bigint, OUT oldest_job_seconds double precision,
  OUT conflicts_open bigint, OUT conflicts_overdue bigint, OUT oldest_overdue_seconds double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  named text := coalesce(current_setting('app.org_id', true), '');
  orgs text[];
  org text;
  n bigint;
  late bigint;
  oldest timestamptz;
  first_due timestamptz;
BEGIN
  SELECT count(*) FILTER (WHERE attempts < max_attempts AND run_at <= now()),
    count(*) FILTER (WHERE attempts >= max_attempts),
    coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE attempts < max_attempts AND run_at <= now())), 0)
  INTO jobs_waiting, jobs_failed, oldest_job_seconds
  FROM graphile_worker.jobs;
  conflicts_open := 0;
  conflicts_overdue := 0;
  PERFORM set_config('app.org_id', '', true);
  SELECT array_agg(org_id) INTO orgs FROM public.organisation;
  FOREACH org IN ARRAY coalesce(orgs, '{}') LOOP
    PERFORM set_config('app.org_id', org, true);
    SELECT count(*) INTO n FROM public.conflict WHERE org_id = org AND state = 'open';
    -- One that was handed to the admins has had its deadline: it waits for a person.
    SELECT count(*), min(c.due_at) INTO late, oldest FROM public.conflict c
      WHERE c.org_id = org AND c.state = 'open' AND c.due_at < now() AND c.escalated_at IS NULL
        AND NOT EXISTS (SELECT FROM public.timer_pause p WHERE p.org_id = c.org_id AND p.doctype = c.doctype);
    conflicts_open := conflicts_open + n;
    conflicts_overdue := conflicts_overdue + late;
    first_due := least(first_due, oldest);
  END LOOP;
  PERFORM set_config('app.org_id', named, true);
  oldest_overdue_seconds := coalesce(extract(epoch FROM now() - first_due), 0);
END $$;
