import { createECDH } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { SETTINGS, type Settings } from '../../platform/settings.ts'

/** By what push services know this server; null where it has no key, and sends nothing. */
@Injectable()
export class Vapid {
  readonly details: {
    readonly subject: string
    readonly publicKey: string
    readonly privateKey: string
  } | null

  constructor(@Inject(SETTINGS) { VAPID_PRIVATE_KEY, VAPID_SUBJECT }: Settings) {
    this.details =
      VAPID_PRIVATE_KEY === ''
        ? null
        : { subject: VAPID_SUBJECT, publicKey: publicKeyOf(VAPID_PRIVATE_KEY), privateKey: VAPID_PRIVATE_KEY }
  }

  get publicKey(): string | null {
    return this.details?.publicKey ?? null
  }
}

function publicKeyOf(privateKey: string): string {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(privateKey, 'base64url')
  return curve.getPublicKey('base64url')
}
