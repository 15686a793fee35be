/**
 * `node --import follow-parent.ts main.js` ends the program as SIGTERM would when the process that started
 * it is gone: it held the other end of stdin.
 */
process.stdin.on('end', follow).on('error', follow).resume()
// Watching must not keep a finished program alive.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()

function follow(): void {
  process.kill(process.pid, 'SIGTERM')
}
