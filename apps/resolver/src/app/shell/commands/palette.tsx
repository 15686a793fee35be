import '@mantine/spotlight/styles.layer.css'
import type { ConflictList } from '@dartwing/protocol'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import {
  IconChartBar,
  IconDeviceMobile,
  IconHistory,
  IconList,
  IconScale,
  IconSearch,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { KINDS } from '../../../components/conflict/kinds.ts'
import { summaryLine } from '../../../components/conflict/summary-line.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { closeOverlay } from '../palette-store.ts'
import { useActCommands } from './use-act-commands.tsx'

const [store, actions] = createSpotlight()

const VIEWS = [
  ['mine', msg`Mine`, msg`What needs me`],
  ['team', msg`Team`, msg`Everything that waits`],
  ['auto', msg`By rules`, msg`What the rules settled`],
  ['resolved', msg`Resolved`, msg`What people decided`],
] as const

const PEOPLE = [
  ['/history', msg`History`, msg`Who decided what, and when`, IconHistory],
  ['/rules', msg`Rules`, msg`Who wins on every field, and why`, IconScale],
  ['/rules/simulate', msg`Simulate`, msg`What the rules make of a situation`, IconScale],
  ['/rules/replay', msg`Replay`, msg`What a changed rule would have done`, IconScale],
  ['/account', msg`Your account`, msg`Password, organisations`, IconUserCircle],
  ['/device', msg`A phone to play with`, msg`Make a conflict in a minute`, IconDeviceMobile],
  ['/admin/overview', msg`Overview`, msg`How the organisation does`, IconChartBar],
  ['/admin', msg`Members`, msg`Invite, roles, disable`, IconUsers],
  ['/admin/organisation', msg`Organisation`, msg`Rollout stage`, IconUsers],
  ['/admin/log', msg`Log`, msg`What admins did`, IconUsers],
] as const

const ITEMS = 200

const SCROLLED_BY_KEYS = { viewportProps: { tabIndex: 0 } }

/** Every command and every item that is loaded, by typing a few letters. */
export function Palette() {
  const { t } = useLingui()
  const items = useItemCommands()
  const places = usePlaceCommands()
  const acts = useActCommands()
  useEffect(() => actions.open(), [])
  return (
    <Spotlight
      store={store}
      attributes={{ content: { 'aria-label': t`All commands` } }}
      scrollAreaProps={SCROLLED_BY_KEYS}
      shortcut={null}
      actions={[
        { group: t`Go to`, actions: places },
        { group: t`Do`, actions: acts },
        { group: t`Items`, actions: items },
      ]}
      limit={20}
      scrollable
      maxHeight={420}
      nothingFound={t`Nothing matches`}
      searchProps={{
        placeholder: t`Go to a view or an item, or do something`,
        'aria-label': t`Go to`,
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
      onSpotlightClose={closeOverlay}
    />
  )
}

function usePlaceCommands(): SpotlightActionData[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { org } = useSession()
  const views = VIEWS.map(([view, label, description]) => ({
    id: view,
    label: t(label),
    description: t(description),
    leftSection: <IconList size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/inbox', search: { view } }),
  }))
  const people = PEOPLE.filter(([to]) => org.role === 'admin' || !to.startsWith('/admin')).map(
    ([to, label, description, Icon]): SpotlightActionData => ({
      id: to,
      label: t(label),
      description: t(description),
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to }),
    }),
  )
  return [...views, ...people]
}

function useItemCommands(): SpotlightActionData[] {
  const navigate = useNavigate()
  return useLoadedItems().map((item) => {
    const Icon = KINDS[item.kind].icon
    return {
      id: item.id,
      label: item.title,
      description: summaryLine(item),
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to: '/c/$id', params: { id: item.id }, search: {} }),
    }
  })
}

function useLoadedItems() {
  const lists = useQueryClient().getQueriesData<InfiniteData<ConflictList>>({ queryKey: ['conflicts'] })
  const items = lists.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
  return [...new Map(items.map((item) => [item.id, item])).values()].slice(0, ITEMS)
}
