import { isIP } from 'node:net'
import { ROLLOUT_STAGES } from '@dartwing/protocol'
import { z } from 'zod'

const flag = z.enum(['0', '1', 'true', 'false']).transform((word) => word === '1' || word === 'true')

/** Of proxies: `10.0.0.0/8, ::1`, or their names `loopback`, `linklocal`, `uniquelocal`. */
const networks = z
  .string()
  .transform((list) => list.split(',').flatMap((one) => one.trim() || []))
  .refine((list) => list.every(isNetwork), 'must be addresses or networks with commas between')

/** Everything that can be set from outside; the README's table lists the same names. */
const schema = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  /** Signs access tokens and feed cursors. */
  AUTH_SECRET: z.string().min(32, 'needs at least 32 characters'),
  DEMO: flag.default(false),
  /** The built resolver; empty = the API serves no pages. */
  WEB_DIR: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Organisations of an earlier stage do not sync with this server. */
  ROLLOUT_LOWEST_STAGE: z.enum(ROLLOUT_STAGES).default('internal'),
  /** Proxies that are believed when they say who is asking; empty = X-Forwarded-For is ignored. */
  TRUST_PROXY: networks.default([]),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
})
export type Settings = z.infer<typeof schema>
export const SETTINGS = Symbol('settings')

const NAMED_NETWORK = /^(loopback|linklocal|uniquelocal)$/

function isNetwork(word: string): boolean {
  if (NAMED_NETWORK.test(word)) return true
  const [address = '', bits, ...more] = word.split('/')
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const isPrefix = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= width)
  return width > 0 && isPrefix && more.length === 0
}

/** Parses the environment; a wrong value stops the start with one line per setting. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = schema.safeParse(environment)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The settings are not usable:\n${lines.join('\n')}`)
  }
  if (parsed.data.DEMO && parsed.data.NODE_ENV === 'production') {
    throw new Error('DEMO=1 has accounts with a known password and is refused with NODE_ENV=production')
  }
  return parsed.data
}
