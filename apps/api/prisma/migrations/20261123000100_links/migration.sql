-- Which open documents link to which Address or Customer: found by key when the linked one changes.
-- A table and not an array on `document`: behind row-level security PostgreSQL uses an index only through
-- leakproof operators, and `@>` on arrays is none.

CREATE TABLE link (
  org_id         text NOT NULL,
  target_doctype text NOT NULL,
  target_name    text NOT NULL,
  doctype        text NOT NULL,
  name           text NOT NULL,
  PRIMARY KEY (org_id, target_doctype, target_name, doctype, name)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON link TO dartwing_app;
ALTER TABLE link ENABLE ROW LEVEL SECURITY;
CREATE POLICY link_of_organisation ON link USING (org_id = current_setting('app.org_id', true))
  WITH CHECK (org_id = current_setting('app.org_id', true));

-- Documents that are here already, by the rules of today. An owner who is no superuser is held back by
-- forced row-level security too, so it is lifted for the length of this transaction.
ALTER TABLE document NO FORCE ROW LEVEL SECURITY;
INSERT INTO link (org_id, target_doctype, target_name, doctype, name)
SELECT d.org_id, r.target, d.data ->> r.field, d.doctype, d.name
FROM document d
JOIN (VALUES
  ('Dispatch Job', 'Address', 'address', 'status', ARRAY['Completed', 'Cancelled']),
  ('Dispatch Job', 'Customer', 'customer', 'status', ARRAY['Completed', 'Cancelled']),
  ('Appointment', 'Customer', 'customer', 'status', ARRAY['Completed', 'Cancelled', 'No Show']),
  ('Form Submission', 'Customer', 'customer', 'validation_status', ARRAY['Valid']),
  ('Ticket', 'Customer', 'customer', 'status', ARRAY['Resolved', 'Closed']),
  ('Conversation', 'Customer', 'customer', 'status', ARRAY['Resolved', 'Closed']),
  ('Vault Document', 'Customer', 'customer', NULL, '{}'),
  ('Geofence', 'Address', 'address', NULL, '{}'),
  ('Geofence', 'Customer', 'customer', NULL, '{}')
) AS r(doctype, target, field, state_field, closed) ON r.doctype = d.doctype
WHERE d.deleted_at IS NULL AND jsonb_typeof(d.data -> r.field) = 'string'
  AND length(d.data ->> r.field) BETWEEN 1 AND 140
  AND NOT (coalesce(d.data ->> r.state_field, '') = ANY (r.closed));
ALTER TABLE document FORCE ROW LEVEL SECURITY;

ALTER TABLE link FORCE ROW LEVEL SECURITY;

-- The secret of the organisation's webhook is derived from this number, so that it can be replaced.
ALTER TABLE organisation ADD COLUMN webhook_revision integer NOT NULL DEFAULT 1;

-- The last state of each document that the organisation's Frappe site has sent.
CREATE TABLE frappe_document (
  org_id   text NOT NULL,
  doctype  text NOT NULL,
  name     text NOT NULL,
  modified text NOT NULL,                              -- the site's own clock and zone: compared as text
  deleted  boolean NOT NULL,                           -- the site has deleted it
  PRIMARY KEY (org_id, doctype, name)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON frappe_document TO dartwing_app;
ALTER TABLE frappe_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE frappe_document FORCE ROW LEVEL SECURITY;
CREATE POLICY frappe_document_of_organisation ON frappe_document
  USING (org_id = current_setting('app.org_id', true))
  WITH CHECK (org_id = current_setting('app.org_id', true));
