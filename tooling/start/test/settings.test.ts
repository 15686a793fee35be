import { describe, expect, it } from 'vitest'
import { readSettings } from '../serve/settings.ts'

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      demo: 'unless_used',
      authSecret: undefined,
    })
    expect(readSettings({}).dataDir).toMatch(/[\\/]\.data$/)
  })

  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ DEMO: 'maybe' }, 'DEMO'],
    [{ DATABASE_URL: 'mysql://host/name' }, 'DATABASE_URL'],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET'],
    [{ DEMO: '1', NODE_ENV: 'production' }, 'NODE_ENV=production'],
  ])('are refused by name when wrong: %o', (env, name) => {
    expect(() => readSettings(env)).toThrow(name)
  })

  it.each([
    [{}, 'unless_used'],
    [{ DEMO: '1' }, 'yes'],
    [{ DEMO: '0' }, 'no'],
    [{ NODE_ENV: 'production' }, 'no'],
    [{ DATABASE_URL: 'postgresql://host/name' }, 'no'],
    [{ DATABASE_URL: 'postgresql://host/name', DEMO: '1' }, 'yes'],
  ])('decide about the demo: %o gives %s', (env, demo) => {
    expect(readSettings(env).demo).toBe(demo)
  })
})
