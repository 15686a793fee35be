import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The secret an organisation's Frappe site signs with. It is derived, so there is nothing to steal from the
 * database, and replaced by counting the organisation's revision up.
 */
export function webhookSecret(authSecret: string, org: string, revision: number): string {
  const key = createHmac('sha256', authSecret).update('frappe-webhook').digest()
  return createHmac('sha256', key).update(`${org}\u001f${revision}`).digest('base64url')
}

/** Is this the signature of these bytes under one of the secrets? Every one is tried, in the same time. */
export function isSigned(body: Buffer, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature)
  const matches = secrets.filter((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('base64'))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  return matches.length > 0
}
