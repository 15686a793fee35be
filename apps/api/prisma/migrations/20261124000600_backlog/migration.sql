-- What waits, in numbers, for whoever runs the server. The application's role sees one organisation and no job, so
-- it is given a door that hands out counts and nothing else. Row-level security holds for the owner too: the
-- function looks at one organisation after the other, each by an index of its own, and puts back what was named.
CREATE FUNCTION backlog(OUT jobs_waiting bigint, OUT jobs_failed bigint, OUT oldest_job_seconds double precision,
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
    SELECT count(*), min(due_at) INTO late, oldest FROM public.conflict
      WHERE org_id = org AND state = 'open' AND due_at < now() AND escalated_at IS NULL;
    conflicts_open := conflicts_open + n;
    conflicts_overdue := conflicts_overdue + late;
    first_due := least(first_due, oldest);
  END LOOP;
  PERFORM set_config('app.org_id', named, true);
  oldest_overdue_seconds := coalesce(extract(epoch FROM now() - first_due), 0);
END $$;
REVOKE ALL ON FUNCTION backlog() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION backlog() TO dartwing_app;
