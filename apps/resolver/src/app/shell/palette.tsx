import '@mantine/spotlight/styles.layer.css'
import type { ConflictList } from '@dartwing/protocol'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import {
  IconDeviceMobile,
  IconKeyboard,
  IconList,
  IconSearch,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { KINDS } from '../../components/conflict/kinds.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { closeOverlay, openHelp } from './palette-store.ts'

const [store, actions] = createSpotlight()

const VIEWS = [
  ['mine', 'Mine', 'What needs me'],
  ['team', 'Team', 'Everything that waits'],
  ['auto', 'By rules', 'What the rules settled'],
  ['resolved', 'Resolved', 'What people decided'],
] as const

const PEOPLE = [
  ['/account', 'Your account', 'Password, organisations', IconUserCircle],
  ['/device', 'A phone to play with', 'Make a conflict in a minute', IconDeviceMobile],
  ['/admin', 'Members', 'Invite, roles, disable', IconUsers],
  ['/admin/organisation', 'Organisation', 'Rollout stage', IconUsers],
  ['/admin/log', 'Log', 'What admins did', IconUsers],
] as const

const ITEMS = 200

/** Every command and every item that is loaded, by typing a few letters. */
export function Palette() {
  const navigate = useNavigate()
  const commands: SpotlightActionData[] = VIEWS.map(([view, label, description]) => ({
    id: view,
    label,
    description,
    leftSection: <IconList size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/inbox', search: { view } }),
  }))
  const { org } = useSession()
  const people = PEOPLE.filter(([to]) => org.role === 'admin' || !to.startsWith('/admin')).map(
    ([to, label, description, Icon]): SpotlightActionData => ({
      id: to,
      label,
      description,
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to }),
    }),
  )
  const help: SpotlightActionData = {
    id: 'help',
    label: 'Keyboard',
    description: 'All keys',
    leftSection: <IconKeyboard size={18} aria-hidden />,
    // After the palette has closed, which would close this list with it.
    onClick: () => setTimeout(openHelp),
  }
  const items = useLoadedItems().map((item): SpotlightActionData => {
    const Icon = KINDS[item.kind].icon
    return {
      id: item.id,
      label: item.title,
      description: item.headline,
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to: '/c/$id', params: { id: item.id }, search: {} }),
    }
  })
  useEffect(() => actions.open(), [])
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={[
        { group: 'Go to', actions: [...commands, ...people, help] },
        { group: 'Items', actions: items },
      ]}
      limit={12}
      scrollable
      maxHeight={420}
      nothingFound="Nothing matches"
      searchProps={{
        placeholder: 'Go to a view or an item',
        'aria-label': 'Go to',
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
      onSpotlightClose={closeOverlay}
    />
  )
}

function useLoadedItems() {
  const lists = useQueryClient().getQueriesData<InfiniteData<ConflictList>>({ queryKey: ['conflicts'] })
  const items = lists.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
  return [...new Map(items.map((item) => [item.id, item])).values()].slice(0, ITEMS)
}
