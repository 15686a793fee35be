import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runChild } from './process/child.ts'
import { ROOT } from './process/paths.ts'

interface Options {
  readonly signal: AbortSignal
  readonly say: (text: string) => void
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
]
const KNOWN_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
const APT_PACKAGES = ['chromium', 'fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

/** The path of a Chromium that starts here; one is installed when there is none. */
export async function ensureChromium({ signal, say }: Options): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (await works(given, signal)) return given
    throw new Error(`CHROMIUM_PATH=${given} is not a Chromium that starts here.`)
  }
  const found = await firstThatWorks(signal)
  if (found) return found
  for (const install of [installWithPlaywright, installWithApt]) {
    await install({ signal, say })
    const installed = await firstThatWorks(signal)
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium, which is not here and could not be installed.\n' +
      'Install Chromium or Chrome (as root on Debian or Ubuntu: apt-get install chromium), ' +
      'or name one: CHROMIUM_PATH=/path/to/chromium npm test',
  )
}

async function firstThatWorks(signal: AbortSignal): Promise<string | undefined> {
  for (const path of [await playwrightsOwn(), ...onPath(), ...KNOWN_PLACES]) {
    if (isExecutable(path) && (await works(path, signal))) return path
  }
  return undefined
}

async function playwrightsOwn(): Promise<string> {
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A program that is there but lacks a library is no browser. */
async function works(path: string, signal: AbortSignal): Promise<boolean> {
  const code = await runChild(path, ['--version'], { signal, output: () => {} }).catch(() => 1)
  return code === 0
}

async function installWithPlaywright({ signal, say }: Options): Promise<void> {
  say("downloading Playwright's Chromium")
  const program = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  const args = [program, 'install', 'chromium']
  await runChild(process.execPath, args, { signal, output: () => {} })
}

async function installWithApt({ signal, say }: Options): Promise<void> {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !isExecutable('/usr/bin/apt-get')) return
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  let said = ''
  const output = (text: string) => {
    said += text
  }
  say('installing Chromium and its fonts with apt-get')
  await runChild('apt-get', ['update', '-q'], { signal, env, output })
  const args = ['install', '-y', '-q', '--no-install-recommends', ...APT_PACKAGES]
  const code = await runChild('apt-get', args, { signal, env, output })
  if (code !== 0) console.error(said.trim().split('\n').slice(-10).join('\n'))
}
