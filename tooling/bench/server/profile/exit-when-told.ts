/** Preloaded by a profiled server: only a process that exits by itself writes its profile. */
process.on('SIGTERM', () => process.exit())
