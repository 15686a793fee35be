import { SetMetadata } from '@nestjs/common'
import type { AccountLimit } from './limit.ts'

export const LIMITED_AS = 'limitedAs'
/** Which of an account's limits its calls count against; `call` unless said otherwise. */
export const LimitedAs = (kind: AccountLimit) => SetMetadata(LIMITED_AS, kind)
