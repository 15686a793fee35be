/**
 * Who may import whom. The table is that of ARCHITECTURE.md; a rule's comment is what a person reads when it
 * is broken. Tests may reach further than the code that they test, so `src` without tests is what is held.
 */
const ROOMS =
  'upsert|feed|realtime|conflicts|history|feedback|lifecycle|rules|attachments|linked|notifications|overview|organisation'
const SOURCE = (place) => ({ path: `^${place}/src/`, pathNot: '[.]test[.]tsx?$' })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or hide a third: move the shared part out.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unknown',
      comment: 'The import leads nowhere: is it built, installed and spelled as its package exports it?',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'rules-stay-pure',
      comment:
        'packages/rules runs the same on device, server and screen: it imports nothing but node-diff3.',
      severity: 'error',
      from: SOURCE('packages/rules'),
      to: { pathNot: ['^packages/rules/src/', '(^|/)node_modules/node-diff3/'] },
    },
    {
      name: 'protocol-is-rules-and-zod',
      comment: 'packages/protocol describes the wire: rules for names and limits, zod for shapes.',
      severity: 'error',
      from: SOURCE('packages/protocol'),
      to: { pathNot: ['^packages/protocol/src/', '^packages/rules/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'client-knows-no-server',
      comment: 'packages/client speaks to the server over the wire only.',
      severity: 'error',
      from: SOURCE('packages/client'),
      to: { path: '^(apps|tooling)/' },
    },
    {
      name: 'api-knows-no-client',
      comment: 'The server does not depend on the code of those that call it; its tests may.',
      severity: 'error',
      from: SOURCE('apps/api'),
      to: { path: '^(packages/client|apps/resolver)/' },
    },
    {
      name: 'resolver-knows-no-server',
      comment: 'The resolver speaks to the server over the wire only.',
      severity: 'error',
      from: SOURCE('apps/resolver'),
      to: { path: '^apps/api/' },
    },
    {
      name: 'client-only-in-device',
      comment: 'The offline client is large: only the lazily loaded features/device may bring it in.',
      severity: 'error',
      from: {
        path: '^apps/resolver/src/',
        pathNot: ['[.]test[.]tsx?$', '^apps/resolver/src/features/device/'],
      },
      to: { path: '^packages/client/' },
    },
    {
      name: 'no-tooling-at-run-time',
      comment: 'What runs in production does not import what builds, starts or tests it.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^tooling/' },
    },
    {
      name: 'only-through-the-index',
      comment: 'A package is used through its index; what it does not export there may change any day.',
      severity: 'error',
      from: { path: '^(packages|apps|tooling)/([^/]+)/' },
      to: {
        path: '^(packages|apps)/[^/]+/',
        pathNot: ['^$1/$2/', '^(packages|apps)/[^/]+/(dist|src)/(browser/)?index[.]'],
      },
    },
    ...apiRules(),
    ...resolverRules(),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '/dist/', '/src/generated/'] },
    exclude: { path: ['^tooling/boundaries/', '/dist/.*[.]map$'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'require', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
}

function apiRules() {
  const api = (room) => `^apps/api/src/(${room})/`
  return [
    {
      name: 'rooms-meet-in-the-store',
      comment: 'Rooms of the API do not import each other: a change travels by way of the store.',
      severity: 'error',
      from: { path: api(ROOMS), pathNot: '[.]test[.]ts$' },
      to: { path: api(ROOMS), pathNot: '^apps/api/src/$1/' },
    },
    {
      name: 'access-serves-and-asks-nobody',
      comment: 'access is used by every room and by the store, so it may use only platform.',
      severity: 'error',
      from: { path: api('access'), pathNot: '[.]test[.]ts$' },
      to: { path: api(`${ROOMS}|store`) },
    },
    {
      name: 'store-knows-no-room',
      comment: 'store is used by every room, so it may use only access and platform.',
      severity: 'error',
      from: { path: api('store'), pathNot: '[.]test[.]ts$' },
      to: { path: api(ROOMS) },
    },
    {
      name: 'platform-stands-alone',
      comment: 'platform knows nothing of what is built on it.',
      severity: 'error',
      from: { path: api('platform'), pathNot: '[.]test[.]ts$' },
      to: { path: api(`${ROOMS}|access|store`) },
    },
    {
      name: 'sql-has-its-places',
      comment: 'Prisma and pg only in store/, platform/, *.repository.ts and *.sql.ts.',
      severity: 'error',
      from: {
        path: '^apps/api/src/',
        pathNot: [api('store|platform'), '[.](repository|sql|test)[.]ts$', '^apps/api/src/generated/'],
      },
      to: { path: ['(^|/)node_modules/(@prisma/|pg/|@types/pg/)', '^apps/api/src/generated/'] },
    },
  ]
}

function resolverRules() {
  const place = (name) => `^apps/resolver/src/(${name})/`
  return [
    {
      name: 'features-stand-apart',
      comment: 'Features do not import each other: what two need belongs in components or lib.',
      severity: 'error',
      from: { path: '^apps/resolver/src/features/([^/]+)/' },
      to: { path: '^apps/resolver/src/features/', pathNot: '^apps/resolver/src/features/$1/' },
    },
    {
      name: 'features-below-app',
      comment: 'app puts the features together; they do not know it.',
      severity: 'error',
      from: { path: place('features|components|lib') },
      to: { path: place('app') },
    },
    {
      name: 'components-below-features',
      comment: 'components and lib serve every feature and know none.',
      severity: 'error',
      from: { path: place('components|lib') },
      to: { path: place('features') },
    },
    {
      name: 'lib-below-components',
      comment: 'lib shows nothing.',
      severity: 'error',
      from: { path: place('lib') },
      to: { path: place('components') },
    },
  ]
}
