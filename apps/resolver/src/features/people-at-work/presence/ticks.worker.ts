/** A hidden tab's own timers may ring once a minute or less; those of a worker go on. */
addEventListener('message', ({ data: everyMs }: MessageEvent<number>) => {
  setInterval(() => postMessage(null), everyMs)
})
