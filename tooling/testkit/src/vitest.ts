import type { TestProject } from 'vitest/node'
import { createTemplate, type Template } from './template.ts'
import { startThrowAwayPostgres } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: Template
  }
}

/**
 * A vitest `globalSetup`: one server and one prepared template for the run.
 *
 *   export default withPostgres((url) => migrate(url))
 *   const database = await cloneDatabase(inject('databaseTemplate'))   // in a test
 */
export function withPostgres(
  prepare: (url: string) => Promise<void>,
  options?: { durable?: boolean },
): (project: Pick<TestProject, 'provide'>) => Promise<() => Promise<void>> {
  return async (project) => {
    const server = await startThrowAwayPostgres(options)
    try {
      const { drop, ...template } = await createTemplate(server, prepare)
      project.provide('databaseTemplate', template)
      return () => drop().finally(server.stop)
    } catch (error) {
      await server.stop()
      throw error
    }
  }
}
