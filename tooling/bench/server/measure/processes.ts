/** What processes have used, as Linux counts it in /proc; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux reports CPU time in hundredths of a second on every machine it runs on. */
const TICK_US = 10_000

interface Used {
  readonly pid: number
  readonly parent: number
  readonly cpuUs: number
}

/** CPU time of a process and of all that descend from it, the ended ones included. */
export function cpuUsOf(root: number): number | null {
  const all = readProcesses()
  if (!all.some(({ pid }) => pid === root)) return null
  const family = new Set([root])
  for (let size = 0; size < family.size; ) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid }) => family.has(pid)).reduce((sum, { cpuUs }) => sum + cpuUs, 0)
}

/** The most memory a process has ever held. */
export function peakMemoryBytes(pid: number): number | null {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))
  return line === null ? null : Number(line[1]) * 1024
}

function readProcesses(): Used[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readOrNothing(`/proc/${name}/stat`) : ''
    if (stat === '') return []
    // The name in parentheses may hold spaces; what follows the last one does not. The list begins with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid: Number(name), parent: Number(fields[1]), cpuUs: ticks * TICK_US }]
  })
}

/** A process may end between being listed and being read. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
