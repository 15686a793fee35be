import { withPostgres } from '@dartwing/testkit'
import { migrate } from '../src/platform/prisma/migrate.ts'

export default withPostgres(async (url) => void (await migrate(url)))
