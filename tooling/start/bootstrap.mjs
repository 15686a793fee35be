// The first thing that runs, on whatever Node (>= 20) the machine has: plain JavaScript without packages.
//
//   node tooling/start/bootstrap.mjs start|check|test
//
// It installs when the lock file asks for it, and hands over to the Node that the project pins.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const TASKS = ['start', 'check', 'test']
const NODE_MAJOR_MIN = 24
const UNFINISHED = join(root, 'node_modules', '.install-unfinished')
const NPM_PATIENCE_MS = 2000

const task = process.argv[2] ?? ''
if (!TASKS.includes(task)) fail(`usage: node tooling/start/bootstrap.mjs ${TASKS.join('|')}`)
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node 20 or newer is needed; this is ${process.version}. See https://nodejs.org/`)
}

/** @type {import('node:child_process').ChildProcess | undefined} */
let child
/** @type {NodeJS.Signals | undefined} */
let stoppedBy
let isInstalling = false
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(name, () => stop(name))
}
stopWithNpm()

if (!isInstalled()) await install()
const script = join(root, 'tooling', 'start', `${task}.ts`)
process.exit(await run(pinnedNode(), [script, ...process.argv.slice(3)], 'ipc'))

/** Whether every package that the lock file names is there in the version it names. */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (existsSync(UNFINISHED)) return false
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (!present || !existsSync(join(root, 'node_modules', '.bin'))) return false
  return Object.entries(wanted ?? {}).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true
    const found = present[path]
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/** @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> | undefined} */
function readPackages(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function install() {
  console.log('Installing packages (about a minute the first time, nothing afterwards)')
  // --no-save below: a start never rewrites the lock file. An install that was cut off leaves packages with
  // files missing, which npm takes for whole ones.
  if (existsSync(UNFINISHED)) rmSync(join(root, 'node_modules'), { recursive: true, force: true })
  mkdirSync(dirname(UNFINISHED), { recursive: true })
  writeFileSync(UNFINISHED, '')
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const ticker = setInterval(() => console.log(`  still installing, ${seconds()} s`), 5000)
  isInstalling = true
  const code = await runNpm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
  isInstalling = false
  clearInterval(ticker)
  if (stoppedBy) process.exit(codeOf(null, stoppedBy))
  if (code !== 0) fail('npm install did not succeed (its reason is above). Mend that and start again.')
  rmSync(UNFINISHED)
  console.log(`  installed in ${seconds()} s\n`)
}

/**
 * The npm that called this script, on the machine's own Node: the packaged one is among what is installed.
 *
 * @param {string[]} args
 */
function runNpm(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  if (npm?.endsWith('.js') && node) return run(node, [npm, ...args], 'ignore')
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, 'ignore')
}

function pinnedNode() {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath
  return fail(
    `There is no packaged Node ${NODE_MAJOR_MIN} for ${process.platform}-${process.arch}, ` +
      `and this is ${process.version}. Install Node ${NODE_MAJOR_MIN} or newer and start again.`,
  )
}

/**
 * Runs a program to its end and returns its exit code. An `ipc` channel lets it notice when this process
 * is killed without a chance to say so.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {'ipc' | 'ignore'} channel
 * @returns {Promise<number>}
 */
function run(program, args, channel) {
  return new Promise((resolve) => {
    if (stoppedBy) return resolve(codeOf(null, stoppedBy))
    const bin = join(root, 'node_modules', '.bin')
    const separator = process.platform === 'win32' ? ';' : ':'
    child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ''}` },
      shell: program.endsWith('.cmd'),
      stdio: ['inherit', 'inherit', 'inherit', channel],
    })
    child.on('error', (error) => fail(`${program} cannot be run: ${error.message}`))
    child.on('exit', (code, signal) => resolve(codeOf(code, signal)))
  })
}

/** @param {NodeJS.Signals} name */
function stop(name) {
  stoppedBy ??= name
  child?.kill(name)
  // npm goes on for half a minute after it was asked to stop.
  if (isInstalling) setTimeout(() => child?.kill('SIGKILL'), NPM_PATIENCE_MS).unref()
}

/** npm that is killed outright passes no signal on; its disappearance counts as one. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const npm = process.ppid
  setInterval(() => process.ppid !== npm && stop('SIGTERM'), 1000).unref()
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null | undefined} signal
 */
function codeOf(code, signal) {
  const byName = /** @type {Record<string, number>} */ ({
    SIGHUP: 129,
    SIGINT: 130,
    SIGKILL: 137,
    SIGTERM: 143,
  })
  return code ?? byName[signal ?? ''] ?? 1
}

/** @returns {never} */
function fail(/** @type {string} */ message) {
  console.error(message)
  process.exit(1)
}
