import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Kbd } from '@mantine/core'
import type { SpotlightActionData } from '@mantine/spotlight'
import { useMatchRoute } from '@tanstack/react-router'
import { switchSingleKeys, useSingleKeys } from '../../../lib/single-keys.ts'
import { useDeskActs } from './use-desk-acts.ts'

const ALWAYS = [['search', '/', msg`Search the queue`, msg`By title, sentence or name`]] as const

const IN_QUEUE = [
  ['next', 'j', msg`Next item`, msg`Down the queue`],
  ['previous', 'k', msg`Previous item`, msg`Up the queue`],
  ['open', 'o', msg`Open the item`, msg`The one the cursor is on`],
  ['select', 'x', msg`Select the item`, msg`Or take it out again`],
  ['selectTo', '⇧X', msg`Select up to here`, msg`From the item selected last`],
  ['bulk', '⇧R', msg`Resolve like this…`, msg`One answer for all selected items, after a dry run`],
  ['clear', 'Esc', msg`Select nothing`, msg`Nothing else changes`],
] as const

const ON_ITEMS = [
  ['assign', 'a', msg`Give to somebody`, msg`The open item, or those that are selected`],
  ['extend', 't', msg`More time`, msg`Move the deadline`],
] as const

/** Everything a key does, for those who would rather type its name. */
export function useActCommands(): SpotlightActionData[] {
  const { t } = useLingui()
  const match = useMatchRoute()
  const open = match({ to: '/c/$id' })
  const isInbox = match({ to: '/inbox' }) !== false
  const acts = useDeskActs(open === false ? null : open.id)
  const areOn = useSingleKeys()
  const rows = [
    ...(isInbox || open !== false ? ALWAYS : []),
    ...(isInbox ? IN_QUEUE : []),
    ...(isInbox || open !== false ? ON_ITEMS : []),
  ]
  const commands = rows.map(
    ([id, key, label, description]): SpotlightActionData => ({
      id: `act ${id}`,
      label: t(label),
      description: t(description),
      rightSection: <Kbd size="xs">{key}</Kbd>,
      // After the palette has closed and given the focus back.
      onClick: () => void setTimeout(acts[id]),
    }),
  )
  return [
    ...commands,
    {
      id: 'act help',
      label: t`Keyboard`,
      description: t`All keys`,
      rightSection: <Kbd size="xs">?</Kbd>,
      onClick: () => void setTimeout(acts.help),
    },
    {
      id: 'act keys',
      label: areOn ? t`Switch single keys off` : t`Switch single keys on`,
      description: t`Letters that act by themselves`,
      onClick: () => switchSingleKeys(!areOn),
    },
  ]
}
