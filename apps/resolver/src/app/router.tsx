import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { isOwnPath } from '../features/sign-in/own-path.ts'
import { keepToken } from '../lib/session/invitation-token.ts'
import { openSession, restoreSession, sessionStore } from '../lib/session/session-store.ts'
import { DeskPage } from './pages/desk-page.tsx'
import { EmptyDetail } from './pages/empty-detail.tsx'
import { historySearch } from './pages/history/history-search.ts'
import { BrokenPage, MissingPage } from './pages/other-pages.tsx'
import { PlainPage } from './pages/people/plain-page.tsx'
import { caseSearch, rulesSearch } from './pages/rules/rules-search.ts'
import { accepting, deskSearch } from './search.ts'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
})

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: accepting(({ next }): { next?: string } => (isOwnPath(next) ? { next } : {})),
  beforeLoad: async () => {
    if ((await restored()) !== null) throw redirect({ to: '/inbox', replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/sign-in-page.tsx'), 'SignInPage'),
})

/** As the issuer wrote it: the router would read a code of digits as a number. */
const arrivedWith = window.location.search

const signInCallback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback',
  loader: async () => {
    const { finishSignIn } = await import('../features/sign-in/oidc/finish.ts')
    // Not awaited: the page says meanwhile that the person is being signed in.
    return { outcome: finishSignIn(arrivedWith, openSession) }
  },
  component: lazyRouteComponent(() => import('./pages/sign-in-callback-page.tsx'), 'SignInCallbackPage'),
})

/** Queue and item side by side share this route, so that opening an item keeps the list as it is. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  validateSearch: accepting(deskSearch),
  beforeLoad: onlySignedIn,
  component: DeskPage,
})

const inbox = createRoute({ getParentRoute: () => desk, path: '/inbox', component: EmptyDetail })

const item = createRoute({
  getParentRoute: () => desk,
  path: '/c/$id',
  component: lazyRouteComponent(() => import('./pages/item-page.tsx'), 'ItemPage'),
})

/** Public: the token in the fragment is taken out of the address before anything is shown or sent. */
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  beforeLoad: async ({ location }) => {
    if (location.hash !== '') {
      keepToken(location.hash)
      throw redirect({ to: '/invitation', replace: true })
    }
    await restored()
  },
  component: lazyRouteComponent(() => import('./pages/people/invitation-page.tsx'), 'InvitationPage'),
})

/** Pages about people: no queue beside them. */
const plain = createRoute({
  getParentRoute: () => root,
  id: 'plain',
  beforeLoad: onlySignedIn,
  component: PlainPage,
})

const account = createRoute({
  getParentRoute: () => plain,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/people/account-page.tsx'), 'AccountPage'),
})

const device = createRoute({
  getParentRoute: () => plain,
  path: '/device',
  component: lazyRouteComponent(() => import('./pages/device-page.tsx'), 'DevicePage'),
})

const branches = createRoute({
  getParentRoute: () => plain,
  path: '/branches/$doctype/$name',
  validateSearch: accepting(({ a, b }): { a?: string; b?: string } => ({
    ...(typeof a === 'string' ? { a } : {}),
    ...(typeof b === 'string' ? { b } : {}),
  })),
  component: lazyRouteComponent(() => import('./pages/branches-page.tsx'), 'BranchesPage'),
})

const history = createRoute({
  getParentRoute: () => plain,
  path: '/history',
  validateSearch: accepting(historySearch),
  component: lazyRouteComponent(() => import('./pages/history/history-page.tsx'), 'HistoryPage'),
})

const recordHistory = createRoute({
  getParentRoute: () => plain,
  path: '/history/$doctype/$name',
  component: lazyRouteComponent(() => import('./pages/history/record-page.tsx'), 'RecordPage'),
})

const rulesPage = () => import('./pages/rules/rules-page.tsx')

const rules = createRoute({
  getParentRoute: () => plain,
  path: '/rules',
  validateSearch: accepting(rulesSearch),
  component: lazyRouteComponent(rulesPage, 'RulesPage'),
})

const doctypeRule = createRoute({
  getParentRoute: () => plain,
  path: '/rules/$doctype',
  component: lazyRouteComponent(rulesPage, 'DoctypeRulePage'),
})

const simulate = createRoute({
  getParentRoute: () => plain,
  path: '/rules/simulate',
  validateSearch: accepting(caseSearch),
  component: lazyRouteComponent(() => import('./pages/rules/simulate-page.tsx'), 'SimulatePage'),
})

const replay = createRoute({
  getParentRoute: () => plain,
  path: '/rules/replay',
  validateSearch: accepting(caseSearch),
  component: lazyRouteComponent(() => import('./pages/rules/replay-page.tsx'), 'ReplayPage'),
})

const adminPage = () => import('./pages/people/admin-page.tsx')

const admin = createRoute({
  getParentRoute: () => plain,
  path: '/admin',
  component: lazyRouteComponent(adminPage, 'AdminPage'),
})

const members = createRoute({
  getParentRoute: () => admin,
  path: '/',
  component: lazyRouteComponent(adminPage, 'MembersPage'),
})

const overview = createRoute({
  getParentRoute: () => admin,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/people/overview-page.tsx'), 'OverviewPage'),
})

const organisation = createRoute({
  getParentRoute: () => admin,
  path: '/organisation',
  component: lazyRouteComponent(adminPage, 'OrganisationPage'),
})

const log = createRoute({
  getParentRoute: () => admin,
  path: '/log',
  component: lazyRouteComponent(adminPage, 'LogPage'),
})

async function onlySignedIn({ location }: { location: { href: string } }): Promise<void> {
  if ((await restored()) === null) {
    throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true })
  }
}

/** Without an answer from the server an earlier session cannot be taken up: the sign-in page says why. */
async function restored() {
  return sessionStore.get() ?? (await restoreSession().catch(() => null))
}

export const router = createRouter({
  routeTree: root.addChildren([
    index,
    signIn,
    signInCallback,
    invitation,
    desk.addChildren([inbox, item]),
    plain.addChildren([
      account,
      device,
      branches,
      history,
      recordHistory,
      rules,
      doctypeRule,
      simulate,
      replay,
      admin.addChildren([members, overview, organisation, log]),
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
