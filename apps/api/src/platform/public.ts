import { SetMetadata } from '@nestjs/common'

export const IS_PUBLIC = 'isPublic'
/** Marks what may be reached without signing in; everything else needs an access token. */
export const Public = () => SetMetadata(IS_PUBLIC, true)
