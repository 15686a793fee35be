export { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
export { cloneDatabase, createTemplate, type Database, type Template } from './template.ts'
export { startPostgresToCrash, startThrowAwayPostgres, type TestServer } from './test-server.ts'
export { withPostgres } from './vitest.ts'
