import { parseArgs } from 'node:util'
import { organisationId, text } from '@dartwing/protocol'
import { ROLES, type Role } from '@dartwing/rules'
import { z } from 'zod'

export const USAGE = `Say what to do:
  npm run account:create -- --org ORG --email ADDRESS --name NAME [--role ROLE] [--title TITLE --time-zone ZONE]
  npm run account:create -- --email ADDRESS --reset [--org ORG]
  npm run account:create -- --email ADDRESS --disable | --enable`

export interface Create {
  readonly act: 'create'
  readonly org: string
  readonly email: string
  readonly role: Role
  /** Needed when the account, or the organisation, is not there yet. */
  readonly name: string | undefined
  readonly title: string | undefined
  readonly timeZone: string | undefined
}

export type Asked =
  | Create
  | { readonly act: 'reset'; readonly email: string; readonly org: string | undefined }
  | { readonly act: 'disable' | 'enable'; readonly email: string }

const name = text(140).trim().min(1)
const schema = z.object({
  email: z.email('must be an e-mail address').max(320).toLowerCase(),
  org: organisationId.optional(),
  name: name.optional(),
  title: name.optional(),
  'time-zone': text(100).refine(isTimeZone, 'must be the IANA name of a zone, like Europe/Berlin').optional(),
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`).default('admin'),
})

/** What the command line asks for; throws what is wrong with it, in words. */
export function readAsked(args: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      email: { type: 'string' },
      org: { type: 'string' },
      name: { type: 'string' },
      title: { type: 'string' },
      'time-zone': { type: 'string' },
      role: { type: 'string' },
      disable: { type: 'boolean' },
      enable: { type: 'boolean' },
      reset: { type: 'boolean' },
    },
  })
  if (values.email === undefined) throw new Error(USAGE)
  const parsed = schema.safeParse(values)
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('\n'),
    )
  }
  const { email, org, role, title, 'time-zone': timeZone } = parsed.data
  const acts = (['disable', 'enable', 'reset'] as const).filter((act) => values[act] === true)
  const [act] = acts
  if (acts.length > 1) throw new Error(`One at a time: ${acts.map((one) => `--${one}`).join(', ')}`)
  if (act === 'reset') return { act, email, org }
  if (act !== undefined) return { act, email }
  if (org === undefined)
    throw new Error(`--org is missing: which organisation is the account for?\n\n${USAGE}`)
  return { act: 'create', org, email, role, name: parsed.data.name, title, timeZone }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
