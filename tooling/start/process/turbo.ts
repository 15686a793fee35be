import { join } from 'node:path'
import { ROOT } from './paths.ts'

/** How to call turbo: without telemetry, without asking for updates, with plain lines. */
export function turbo(args: readonly string[]): { program: string; args: string[]; env: NodeJS.ProcessEnv } {
  return {
    program: join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'turbo.cmd' : 'turbo'),
    args: ['run', '--ui=stream', '--no-update-notifier', ...args],
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  }
}
