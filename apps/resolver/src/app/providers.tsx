import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Fragment, type ReactNode, Suspense } from 'react'
import { MismatchError, ProblemError } from '../lib/http/problem-error.ts'
import { checkMembershipAfter } from '../lib/session/check-membership.ts'
import { LazyBackground } from './background/lazy-parts.ts'
import { theme, tokens } from './theme.ts'

const RETRIES = 2

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: checkMembershipAfter }),
  mutationCache: new MutationCache({ onError: checkMembershipAfter }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays one; only silence and a server that asks for patience are worth another try.
      retry: (count, error) => count < RETRIES && !isFinal(error) && navigator.onLine,
      // Without a connection they fail at once, and what was read before is shown in their place.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    // An act that nobody can hear fails at once; it must not happen by itself when the connection is back.
    mutations: { networkMode: 'always' },
  },
})

/** A refusal, or an answer this page cannot read: asking again gives the same. */
function isFinal(error: Error): boolean {
  return error instanceof MismatchError || (error instanceof ProblemError && !error.problem.retryable)
}

/** The same key as public/color-scheme.js, which sets the scheme before the first paint. */
const colorScheme = localStorageColorSchemeManager({ key: 'dartwing-color-scheme' })

/** Another language begins every page anew, so that no sentence of the last one stays; picks come back from their draft. */
function Spoken({ children }: { children: ReactNode }) {
  const { i18n } = useLingui()
  return <Fragment key={i18n.locale}>{children}</Fragment>
}

export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={tokens}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
    >
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <Spoken>{children}</Spoken>
          <Suspense fallback={null}>
            <LazyBackground />
          </Suspense>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  )
}
