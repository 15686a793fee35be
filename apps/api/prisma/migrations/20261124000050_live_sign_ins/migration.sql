-- One index for both questions, is this sign-in of this account alive, and which are: of two, a planner without
-- statistics may take the one that reads every token an account ever had.
DROP INDEX refresh_token_live;
DROP INDEX refresh_token_account;
CREATE INDEX refresh_token_live ON refresh_token (account_id, family_id) WHERE revoked_at IS NULL;
