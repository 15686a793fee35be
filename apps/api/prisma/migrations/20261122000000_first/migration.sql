-- The whole schema. Three tables are global (organisation, account, refresh_token); every other
-- primary key, unique constraint and foreign key begins with org_id, so that the same schema can be
-- sharded by organisation.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The application's role: owns nothing and does not bypass row-level security. Roles are shared by all
-- databases of a server, so another database may have made it already, even this very moment.
DO $$
BEGIN
  CREATE ROLE dartwing_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('GRANT dartwing_app TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  -- Two databases of one server may grant at the same time; either grant serves both.
  IF NOT pg_has_role(current_user, 'dartwing_app', 'MEMBER') THEN RAISE; END IF;
END $$;

CREATE TABLE organisation (
  org_id        text PRIMARY KEY,
  title         text NOT NULL,
  time_zone     text NOT NULL,                       -- IANA; wall-clock fields are read in it
  epoch         uuid NOT NULL DEFAULT gen_random_uuid(), -- rotated after a restore, so cursors notice
  rollout_stage text NOT NULL DEFAULT 'ga' CHECK (rollout_stage IN ('internal', 'beta', 'ga')),
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account (
  account_id    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL UNIQUE CHECK (email = lower(email)),
  full_name     text NOT NULL,
  password_hash text,                                -- argon2id; null = signs in elsewhere
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE refresh_token (
  token_hash  text PRIMARY KEY,                      -- sha256, hex: the token itself is never stored
  account_id  uuid NOT NULL REFERENCES account,
  family_id   uuid NOT NULL,                         -- one sign-in; reuse of an old token ends the family
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  rotated_at  timestamptz,                           -- when its successor was handed out
  revoked_at  timestamptz
);
CREATE INDEX refresh_token_family ON refresh_token (family_id);

CREATE TABLE membership (
  org_id     text NOT NULL REFERENCES organisation,
  account_id uuid NOT NULL REFERENCES account,
  role       text NOT NULL CHECK (role IN ('technician', 'receptionist', 'resolver', 'admin')),
  revision   integer NOT NULL DEFAULT 1,             -- moves with the role; feed cursors are bound to it
  PRIMARY KEY (org_id, account_id)
);
CREATE INDEX membership_account ON membership (account_id);

CREATE TABLE device (
  org_id            text NOT NULL REFERENCES organisation,
  device_id         uuid NOT NULL,
  account_id        uuid NOT NULL,                   -- a device belongs to one account
  app_version       text NOT NULL,
  first_seen_at     timestamptz NOT NULL DEFAULT now(),
  last_seen_at      timestamptz NOT NULL DEFAULT now(),
  last_full_read_at timestamptz,                     -- when it last read the feed to its end
  PRIMARY KEY (org_id, device_id)
);

CREATE TABLE document (
  org_id          text NOT NULL,
  doctype         text NOT NULL,
  name            text NOT NULL,
  data            jsonb NOT NULL,                    -- empty for a tombstone
  version         integer NOT NULL,                  -- +1 per accepted change
  seq             bigint NOT NULL,                   -- position in the organisation's feed
  modified        timestamptz NOT NULL,
  modified_by     text NOT NULL,
  deleted_at      timestamptz,
  archived_at     timestamptz,
  branch_of       text,                              -- the root this version branch hangs on
  reason          text NOT NULL DEFAULT 'write',     -- why seq moved last
  audience        text[] NOT NULL DEFAULT '{}',      -- who sees it now, for personal DocTypes
  former_audience text[] NOT NULL DEFAULT '{}',      -- everyone ever in it, minus the current
  audience_at     timestamptz,                       -- when the audience changed last
  origin_device   uuid,
  origin_mutation uuid,
  PRIMARY KEY (org_id, doctype, name),
  CONSTRAINT document_seq UNIQUE (org_id, seq)
);
CREATE INDEX document_branch ON document (org_id, doctype, branch_of) WHERE branch_of IS NOT NULL;

CREATE TABLE document_version (
  org_id       text NOT NULL,
  doctype      text NOT NULL,
  name         text NOT NULL,
  version      integer NOT NULL,
  data         jsonb,                                -- null = this version is a tombstone
  author       text NOT NULL,
  device_id    uuid,
  mutation_id  uuid NOT NULL,
  effective_at timestamptz NOT NULL,                 -- when the change was made, corrected for clock skew
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, doctype, name, version)
);

CREATE TABLE mutation (
  org_id       text NOT NULL,
  mutation_id  uuid NOT NULL,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,  -- order of receipt
  account_id   uuid NOT NULL,
  device_id    uuid,                                 -- null = made in the resolver or by the deadline
  sync_id      uuid,
  content_hash text NOT NULL,                        -- sha256 of what identifies the change
  op           text NOT NULL,
  doctype      text NOT NULL,
  name         text,
  base_version integer,
  sent         jsonb NOT NULL,                       -- what was sent, as it was sent
  status       text,                                 -- null only inside the transaction that receives it
  version      integer,                              -- the document's version after it
  result       jsonb,                                -- the answer, but for documents: those are read at reply time
  rule_set     text,
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, mutation_id)
);
CREATE INDEX mutation_own_later ON mutation (org_id, device_id, doctype, name, ordinal);
CREATE INDEX mutation_document ON mutation (org_id, doctype, name, ordinal);

CREATE TABLE conflict (
  org_id        text NOT NULL,
  conflict_id   uuid NOT NULL,
  doctype       text NOT NULL,
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('field_conflict', 'slot_collision', 'signature_review', 'delete_edit')),
  conflict_type text,
  state         text NOT NULL CHECK (state IN ('open', 'resolved', 'auto_resolved', 'withdrawn')),
  revision      integer NOT NULL DEFAULT 1,          -- moves when either side or the state does
  strategy      text NOT NULL,
  rule_set      text NOT NULL,
  title         text NOT NULL,
  headline      text NOT NULL,
  base          jsonb,
  server        jsonb,                               -- the stored document when last looked at
  client        jsonb,
  candidates    jsonb NOT NULL DEFAULT '[]',         -- further versions that would have been held too
  decisions     jsonb NOT NULL,
  fields        text[] NOT NULL,                     -- waiting for a person, or settled by a rule
  sides         jsonb NOT NULL,                      -- who, when, on which device
  other_doctype text,                                -- slot collision: who holds the slot
  other_name    text,
  submitted_by  text NOT NULL,
  device_id     uuid,
  mutation_id   uuid NOT NULL,
  opened_at     timestamptz NOT NULL DEFAULT now(),
  due_at        timestamptz,
  on_timeout    text NOT NULL CHECK (on_timeout IN ('server_wins', 'escalate')),
  escalated_at  timestamptz,
  resolved_at   timestamptz,
  resolved_by   text,
  resolution    jsonb,
  PRIMARY KEY (org_id, conflict_id)
);
CREATE UNIQUE INDEX conflict_one_open ON conflict (org_id, doctype, name) WHERE state = 'open';
CREATE INDEX conflict_queue ON conflict (org_id, state, due_at, conflict_id);
CREATE INDEX conflict_due ON conflict (org_id, due_at) WHERE state = 'open' AND due_at IS NOT NULL;

CREATE TABLE conflict_event (
  org_id      text NOT NULL,
  event_id    uuid NOT NULL DEFAULT gen_random_uuid(),
  conflict_id uuid NOT NULL,
  type        text NOT NULL,
  actor       text NOT NULL,
  detail      jsonb NOT NULL DEFAULT '{}',
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, event_id),
  FOREIGN KEY (org_id, conflict_id) REFERENCES conflict (org_id, conflict_id)
);
CREATE INDEX conflict_event_of ON conflict_event (org_id, conflict_id, at);

CREATE TABLE slot (
  org_id     text NOT NULL,
  doctype    text NOT NULL,
  name       text NOT NULL,
  resource   text NOT NULL,
  during     tstzrange NOT NULL,
  overridden boolean NOT NULL DEFAULT false,         -- somebody booked anyway
  PRIMARY KEY (org_id, doctype, name),
  CONSTRAINT slot_exclusive EXCLUDE USING gist (org_id WITH =, resource WITH =, during WITH &&)
    WHERE (NOT overridden)
);

CREATE TABLE org_counter (
  org_id            text PRIMARY KEY,
  last_seq          bigint NOT NULL DEFAULT 0,
  purge_horizon_seq bigint NOT NULL DEFAULT 0
);

CREATE TABLE sync (
  org_id      text NOT NULL,
  sync_id     uuid NOT NULL,
  device_id   uuid NOT NULL,
  app_version text NOT NULL,
  started_at  timestamptz NOT NULL,
  ended_at    timestamptz NOT NULL,
  items       integer NOT NULL DEFAULT 0,
  conflicts   integer NOT NULL DEFAULT 0,
  held        integer NOT NULL DEFAULT 0,
  rejected    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, sync_id)
);

CREATE TABLE notification (
  org_id          text NOT NULL,
  notification_id uuid NOT NULL,
  recipient       text NOT NULL,                     -- the account's e-mail address
  doctype         text NOT NULL,
  name            text NOT NULL,
  conflict_id     uuid,
  notice          jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  read_at         timestamptz,
  PRIMARY KEY (org_id, notification_id)
);
CREATE INDEX notification_of ON notification (org_id, recipient, created_at DESC);

-- Rights of the application's role, and the second wall between organisations.
GRANT USAGE ON SCHEMA public TO dartwing_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON organisation, account, refresh_token, membership, device, document,
  document_version, mutation, conflict, conflict_event, slot, org_counter, sync, notification TO dartwing_app;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['membership', 'device', 'document', 'document_version', 'mutation', 'conflict',
    'conflict_event', 'slot', 'org_counter', 'sync', 'notification']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I USING (org_id = current_setting(''app.org_id'', true))
      WITH CHECK (org_id = current_setting(''app.org_id'', true))', t || '_of_organisation', t);
  END LOOP;
END $$;

-- An account may see its own memberships before it has chosen an organisation.
CREATE POLICY membership_own ON membership FOR SELECT
  USING (account_id::text = current_setting('app.account_id', true));
