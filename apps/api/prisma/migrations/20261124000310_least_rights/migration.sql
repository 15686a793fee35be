-- Inside an organisation's transaction there is no other organisation; a transaction that names none goes across
-- them. Not forced: operators' commands, which are the owner's, see all of them.
--
-- account and refresh_token stay without: a call of somebody who is no member must still find out, in the
-- organisation's own transaction, that they are signed in, or a stranger could not be told from a dead sign-in.
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation_itself ON organisation
  USING (coalesce(current_setting('app.org_id', true), '') IN ('', org_id))
  WITH CHECK (coalesce(current_setting('app.org_id', true), '') IN ('', org_id));

-- What was sent, what was accepted and what was decided is only ever added to, whoever speaks for the application.
REVOKE UPDATE, DELETE ON mutation, conflict_event FROM dartwing_app;
REVOKE UPDATE ON document_version FROM dartwing_app;
-- Nothing deletes these: a purged document keeps its row.
REVOKE DELETE ON organisation, account, document, conflict, org_counter, device, sync, notification,
  frappe_document FROM dartwing_app;
