import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { brokenOff, type SeedResult } from './result.ts'
import type { Job } from './worker.ts'

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
/** By the wall's clock; a world takes about a second. */
const PATIENCE_MS = 240_000
/** Each leaves a megabyte behind: time limits that never strike, and servers that were ended. */
const WORLDS_PER_PROCESS = 200

/** A process that lives through worlds; one that died or hangs is replaced, and that is a finding. */
export class Worker {
  readonly #root: string
  #child: ChildProcess | null = null
  #worlds = 0

  constructor(root: string) {
    this.#root = root
  }

  async run(job: Job): Promise<SeedResult> {
    if (this.#worlds === WORLDS_PER_PROCESS) await this.close()
    const child = this.#child ?? (await this.#start())
    this.#worlds += 1
    return new Promise((resolve) => {
      const end = (result: SeedResult) => {
        clearTimeout(patience)
        child.off('exit', onExit)
        child.off('message', end)
        resolve(result)
      }
      const giveUp = (detail: string) => {
        this.#child = null
        end(brokenOff(job.options, detail))
        child.kill('SIGKILL')
      }
      const onExit = (code: number | null) => giveUp(`its process ended with ${code}`)
      const patience = setTimeout(() => giveUp('it hangs'), PATIENCE_MS)
      child.once('message', end)
      child.once('exit', onExit)
      child.send(job)
    })
  }

  async close(): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    const ended = once(child, 'exit')
    child.disconnect()
    await ended
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(WORKER, [this.#root])
    const failed = new AbortController()
    const onExit = () => failed.abort(new Error('A worker did not start'))
    child.once('exit', onExit)
    await once(child, 'message', { signal: failed.signal })
    child.off('exit', onExit)
    this.#child = child
    this.#worlds = 0
    return child
  }
}

/** Gives each free worker the next job, and hands the results on in the order of the jobs. */
export async function share(
  workers: readonly Worker[],
  jobs: Iterator<Job>,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const done = new Map<number, SeedResult>()
  let asked = 0
  let handedOn = 0
  await Promise.all(
    workers.map(async (worker) => {
      for (let next = jobs.next(); !next.done; next = jobs.next()) {
        const place = asked
        asked += 1
        done.set(place, await worker.run(next.value))
        for (let result = done.get(handedOn); result !== undefined; result = done.get(handedOn)) {
          done.delete(handedOn)
          handedOn += 1
          onResult(result)
        }
      }
    }),
  )
}
