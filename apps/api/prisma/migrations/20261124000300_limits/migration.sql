-- How often somebody has asked lately, counted by all processes together. In a schema of its own, where the
-- application's role has no business; without a write-ahead log, because a crash may forget it.
CREATE SCHEMA limits;
CREATE UNLOGGED TABLE limits.bucket (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint                                      -- milliseconds since 1970
) WITH (fillfactor = 50);
