import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../postgres/process-identity.ts'
import { runChild, startChild } from '../process/child.ts'
import { requirePort } from '../serve/port.ts'

describe('a child', () => {
  it('is stopped with everything that it started', async () => {
    let said = ''
    const grandchild =
      "const c = require('child_process').spawn('sleep', ['600']); console.log(c.pid); setInterval(() => {}, 1e6)"
    const heard = Promise.withResolvers<void>()
    const child = startChild(process.execPath, ['-e', grandchild], {
      output: (text) => {
        said += text
        if (said.includes('\n')) heard.resolve()
      },
    })
    await heard.promise
    expect(isAlive(Number(said))).toBe(true)
    await child.stop()
    expect(isAlive(child.pid)).toBe(false)
    expect(isAlive(Number(said))).toBe(false)
  })

  it('says its exit code', async () => {
    expect(await runChild(process.execPath, ['-e', 'process.exit(7)'], { output: () => {} })).toBe(7)
  })

  it('does not start when everything is already stopping', async () => {
    const stopped = new AbortController()
    stopped.abort()
    const run = async () =>
      runChild(process.execPath, ['-e', ''], { output: () => {}, signal: stopped.signal })
    await expect(run()).rejects.toThrow('aborted')
  })
})

describe('a port that is taken', () => {
  it('is reported with its holder and with a way out', async () => {
    const holder = createServer()
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve(Number(Reflect.get(holder.address() ?? {}, 'port'))))
    })
    const who = process.platform === 'linux' ? `by process ${process.pid}` : 'by another program'
    await expect(requirePort('127.0.0.1', port)).rejects.toThrow(`Port ${port} is taken ${who}`)
    holder.close()
    await requirePort('127.0.0.1', port)
  })
})
