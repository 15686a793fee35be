/** One place where a wish to stop arrives, whether by Ctrl-C, by a signal or because the starter is gone. */
export interface Stopping {
  readonly signal: AbortSignal
  /** The exit code that tells the caller which signal it was. */
  code(): number
}

const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** From here on a first signal aborts, and any further one changes nothing. */
export function listenForStop(): Stopping {
  const controller = new AbortController()
  let code: number = SIGNAL_CODES.SIGTERM
  const ask = (reason: number) => {
    if (controller.signal.aborted) return
    code = reason
    console.log('\nStopping')
    controller.abort()
  }
  for (const [name, each] of Object.entries(SIGNAL_CODES)) process.on(name, () => ask(each))
  // The bootstrap script was killed without a word.
  process.on('disconnect', () => ask(SIGNAL_CODES.SIGTERM))
  return { signal: controller.signal, code: () => code }
}
