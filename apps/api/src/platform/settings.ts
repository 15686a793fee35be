import { isIP } from 'node:net'
import { ROLLOUT_STAGES } from '@dartwing/protocol'
import { z } from 'zod'
import { withFiles } from './secret-files.ts'
import { isSecureAddress } from './secure-address.ts'

const flag = z.enum(['0', '1', 'true', 'false']).transform((word) => word === '1' || word === 'true')

const issuer = z.string().refine((value) => value === '' || (isSecureAddress(value) && !/[?#]/.test(value)), {
  error: 'must be an https:// address (http:// only on this machine) without query or fragment',
})
const addresses = z
  .string()
  .transform((list) => list.split(',').flatMap((one) => one.trim() || []))
  .refine((list) => list.every((one) => URL.canParse(one)), 'must be addresses with commas between')

/** Of push services: `push.example.com`, `*.push.example.com`, or the whole address of one of one's own. */
const pushServices = z
  .string()
  .transform((list) => list.split(',').flatMap((one) => one.trim() || []))
  .refine(
    (list) => list.every(isPushService),
    'must be names of hosts, or https:// addresses, with commas between',
  )

/** Of the browsers: Chrome and its kin, Firefox, Edge, Safari. */
const PUSH_SERVICES =
  'fcm.googleapis.com,updates.push.services.mozilla.com,*.notify.windows.com,*.push.apple.com'

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
  /** What AUTH_SECRET was before it was changed: what it signed stays good while this is set. */
  AUTH_SECRET_PREVIOUS: z.string().min(32, 'needs at least 32 characters').or(z.literal('')).default(''),
  DEMO: flag.default(false),
  /** The built resolver; empty = the API serves no pages. */
  WEB_DIR: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** A line for every request, not only for those that failed or were slow. */
  LOG_REQUESTS: flag.default(false),
  /** What a scraper of `/metrics` must send; empty = open, but in production not there. */
  METRICS_TOKEN: z.union([z.literal(''), z.string().min(16, 'needs at least 16 characters')]).default(''),
  /** How long a server that was told to stop still serves, so that a proxy can notice first. */
  DRAIN_DELAY_MS: z.coerce.number().int().min(0).max(120_000).default(0),
  /** Organisations of an earlier stage do not sync with this server. */
  ROLLOUT_LOWEST_STAGE: z.enum(ROLLOUT_STAGES).default('internal'),
  /** The issuer people may sign in with; empty = accounts of this server only. */
  OIDC_ISSUER: issuer.default(''),
  OIDC_CLIENT_ID: z.string().default(''),
  /** Empty = a public client, which proves itself by PKCE alone. */
  OIDC_CLIENT_SECRET: z.string().default(''),
  OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'must have the word openid')
    .default('openid email profile'),
  /** Where the issuer may send people back to; empty = the resolver of the address they came by. */
  OIDC_REDIRECT_URIS: addresses.default([]),
  /** Pages of other addresses that may open live connections; this server's own always may. */
  ALLOWED_ORIGINS: addresses.default([]),
  /** Proxies that are believed when they say who is asking; empty = X-Forwarded-For is ignored. */
  TRUST_PROXY: networks.default([]),
  /** Signs push messages, so that a push service knows who sends them; empty = none are sent. */
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url')
    .or(z.literal(''))
    .default(''),
  /** Whom a push service may turn to. */
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'must be a mailto: or https:// address')
    .default('mailto:push@example.com'),
  /** Where push messages may be sent to. */
  PUSH_SERVICES: pushServices.default(PUSH_SERVICES.split(',')),
  /** What the server keeps beside the database. */
  DATA_DIR: z.string().min(1).default('.data'),
  /** A bucket for files; empty = a folder of DATA_DIR. */
  FILES_S3_BUCKET: z.string().default(''),
  /** Of a service that is not Amazon's. */
  FILES_S3_ENDPOINT: z
    .string()
    .refine((value) => value === '' || URL.canParse(value), 'must be an address')
    .default(''),
  FILES_S3_REGION: z.string().min(1).default('us-east-1'),
  /** Empty = where Amazon's machines find them. */
  FILES_S3_ACCESS_KEY: z.string().default(''),
  FILES_S3_SECRET_KEY: z.string().default(''),
  /** A virus scanner that every file is shown to; empty = there is none. */
  FILES_SCANNER: z
    .string()
    .regex(/^tcp:\/\/[^/]+:\d+$/, 'must be like tcp://clamav:3310')
    .or(z.literal(''))
    .default(''),
  FILE_MAX_MB: z.coerce.number().int().min(1).max(5_000).default(256),
  /** Of one organisation, and of one person in it. */
  FILES_QUOTA_MB: z.coerce.number().int().min(1).default(10_240),
  FILES_QUOTA_PERSON_MB: z.coerce.number().int().min(1).default(2_048),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
})
export type Settings = z.infer<typeof schema>
export const SETTINGS = Symbol('settings')

/** What may have signed something that is still good; the first one signs. */
export function authSecrets(settings: Settings): readonly [string, ...string[]] {
  const { AUTH_SECRET, AUTH_SECRET_PREVIOUS } = settings
  return AUTH_SECRET_PREVIOUS === '' ? [AUTH_SECRET] : [AUTH_SECRET, AUTH_SECRET_PREVIOUS]
}

const NAMED_NETWORK = /^(loopback|linklocal|uniquelocal)$/

function isPushService(word: string): boolean {
  return word.includes('://') ? isSecureAddress(word) : /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(word)
}

function isNetwork(word: string): boolean {
  if (NAMED_NETWORK.test(word)) return true
  const [address = '', bits, ...more] = word.split('/')
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const isPrefix = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= width)
  return width > 0 && isPrefix && more.length === 0
}

/** Parses the environment; a wrong value stops the start with one line per setting. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = schema.safeParse(withFiles(environment, Object.keys(schema.shape)))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The settings are not usable:\n${lines.join('\n')}`)
  }
  if (parsed.data.DEMO && parsed.data.NODE_ENV === 'production') {
    throw new Error('DEMO=1 has accounts with a known password and is refused with NODE_ENV=production')
  }
  if ((parsed.data.OIDC_ISSUER === '') !== (parsed.data.OIDC_CLIENT_ID === '')) {
    throw new Error('OIDC_ISSUER and OIDC_CLIENT_ID are needed both, or neither')
  }
  if ((parsed.data.FILES_S3_ACCESS_KEY === '') !== (parsed.data.FILES_S3_SECRET_KEY === '')) {
    throw new Error('FILES_S3_ACCESS_KEY and FILES_S3_SECRET_KEY are needed both, or neither')
  }
  return parsed.data
}
