/**
 * The wire's version. Raise it when a message changes in a way an older client would misread.
 * 1: feed, upsert_batch, get_conflict_strategy, conflicts, realtime.
 */
export const PROTOCOL_VERSION = 1
