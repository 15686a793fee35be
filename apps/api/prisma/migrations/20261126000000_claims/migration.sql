-- Who was asked to decide, and whether whoever is deciding has had their few minutes more.
ALTER TABLE conflict ADD COLUMN assignee uuid REFERENCES account, ADD COLUMN held_at timestamptz;

-- Who has a conflict open, by page. It locks nothing, and a page that says no more is gone when its time is over; a
-- crash may forget it.
CREATE UNLOGGED TABLE conflict_lease (
  org_id      text NOT NULL,
  conflict_id uuid NOT NULL,
  account_id  uuid NOT NULL REFERENCES account,
  page        text NOT NULL,                         -- tells the pages of one person apart
  deciding    boolean NOT NULL,
  since       timestamptz NOT NULL,
  until       timestamptz NOT NULL,
  PRIMARY KEY (org_id, conflict_id, account_id, page),
  FOREIGN KEY (org_id, conflict_id) REFERENCES conflict (org_id, conflict_id)
);
CREATE INDEX conflict_lease_over ON conflict_lease (org_id, until);

GRANT SELECT, INSERT, UPDATE, DELETE ON conflict_lease TO dartwing_app;
ALTER TABLE conflict_lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE conflict_lease FORCE ROW LEVEL SECURITY;
CREATE POLICY conflict_lease_of_organisation ON conflict_lease
  USING (org_id = current_setting('app.org_id', true))
  WITH CHECK (org_id = current_setting('app.org_id', true));

-- The queue in the order it is read, and its counts, from the index alone. What waits without a deadline comes last.
DROP INDEX conflict_queue;
CREATE INDEX conflict_open ON conflict (org_id, coalesce(due_at, 'infinity'::timestamptz), conflict_id)
  INCLUDE (doctype) WHERE state = 'open';
CREATE INDEX conflict_settled ON conflict (org_id, state, resolved_at, conflict_id)
  INCLUDE (doctype) WHERE state IN ('resolved', 'auto_resolved');
CREATE INDEX conflict_assignee ON conflict (org_id, assignee) WHERE state = 'open' AND assignee IS NOT NULL;
