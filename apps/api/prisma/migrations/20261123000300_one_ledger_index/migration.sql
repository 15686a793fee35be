-- What a device itself has had accepted on a document is found among the document's mutations, which are few.
-- Every index of the ledger is paid for by every change.
DROP INDEX mutation_own_later;
