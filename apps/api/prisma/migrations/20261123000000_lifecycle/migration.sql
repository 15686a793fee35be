-- What happens to documents when nobody does anything, and the door to the queue that does it.

-- A purged tombstone keeps its row, so that its name is remembered; it has no versions and is not in the feed.
ALTER TABLE document ADD COLUMN purged_at timestamptz;
CREATE INDEX document_tombstone ON document (org_id, doctype, deleted_at)
  WHERE deleted_at IS NOT NULL AND purged_at IS NULL;

-- Jobs belong to no organisation's tables, so the application's role may not reach them. It may only add one, for
-- the organisation of its transaction: the caller is not asked which. The queue's own schema comes after this
-- migration; the body is looked up when it runs.
CREATE FUNCTION enqueue_job(task text, payload jsonb, job_key text, run_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  org text := nullif(current_setting('app.org_id', true), '');
BEGIN
  IF org IS NULL THEN RAISE EXCEPTION 'A job belongs to an organisation'; END IF;
  PERFORM graphile_worker.add_job(
    identifier => task,
    payload => json_build_object('org', org, 'payload', payload),
    run_at => run_at,
    -- One organisation's key can not replace another's job.
    job_key => CASE WHEN job_key IS NOT NULL THEN json_build_array(org, task, job_key)::text END
  );
END $$;
REVOKE ALL ON FUNCTION enqueue_job(text, jsonb, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb, text, timestamptz) TO dartwing_app;
