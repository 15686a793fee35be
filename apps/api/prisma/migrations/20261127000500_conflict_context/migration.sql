-- What the rules knew beside the three versions when they decided: with it, a decision can be made again as it was made.
ALTER TABLE conflict ADD COLUMN context jsonb;
