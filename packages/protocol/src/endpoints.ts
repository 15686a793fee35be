/** Every address, in one place. A leading colon marks a parameter. */
export const ENDPOINTS = {
  feed: '/api/method/dartwing_core.sync.feed',
  upsertBatch: '/api/method/dartwing_core.sync.upsert_batch',
  conflictStrategy: '/api/method/dartwing_core.sync.get_conflict_strategy',
  login: '/api/auth/login',
  refresh: '/api/auth/refresh',
  logout: '/api/auth/logout',
  me: '/api/auth/me',
  password: '/api/auth/password',
  invitation: '/api/auth/invitation',
  acceptInvitation: '/api/auth/invitation/accept',
  oidc: '/api/auth/oidc',
  settings: '/api/settings',
  conflicts: '/api/conflicts',
  conflict: '/api/conflicts/:id',
  conflictPreview: '/api/conflicts/:id/preview',
  conflictResolve: '/api/conflicts/:id/resolve',
  conflictUndo: '/api/conflicts/:id/undo',
  conflictExtend: '/api/conflicts/:id/extend',
  document: '/api/documents/:doctype/:name',
  documentBranches: '/api/documents/:doctype/:name/branches',
  documentHistory: '/api/documents/:doctype/:name/history',
  documentVersion: '/api/documents/:doctype/:name/versions/:version',
  members: '/api/members',
  member: '/api/members/:account_id',
  memberLink: '/api/members/:account_id/link',
  organisation: '/api/organisation',
  organisationStage: '/api/organisation/stage',
  audit: '/api/audit',
  frappeWebhook: '/api/webhooks/frappe/:org',
  live: '/health/live',
  ready: '/health/ready',
  metrics: '/metrics',
  docs: '/docs',
} as const

/** Fills the parameters of an address, each escaped. */
export function addressOf(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(/:([a-z_]+)/g, (_whole, key: string) => encodeURIComponent(parameters[key] ?? ''))
}
