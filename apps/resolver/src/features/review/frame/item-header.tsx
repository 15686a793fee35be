import type { ConflictDetail } from '@dartwing/protocol'
import { Title } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { DeadlineChip } from '../../../components/conflict/deadline-chip.tsx'
import { KINDS } from '../../../components/conflict/kinds.ts'
import { scrollItemToTop } from '../../../lib/item-pane.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { headlineOf } from './headline.ts'
import { ItemActions } from './item-actions.tsx'
import classes from './item-header.module.css'

/** Opens on one plain sentence: what happened, who did it, when. */
export function ItemHeader({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  const kind = KINDS[detail.kind]
  const Icon = kind.icon
  const heading = useFocusedHeading(detail.id)
  return (
    <header className={classes.header}>
      <p className={classes.eyebrow}>
        <Icon size={16} stroke={1.8} aria-hidden />
        <b>{kind.label}</b>
        <span>{ruleText(detail.doctype)}</span>
        <span className={classes.title}>{detail.title}</span>
        {detail.title === detail.name ? null : <span className={classes.name}>{detail.name}</span>}
      </p>
      <Title order={1} ref={heading} tabIndex={-1} className={classes.headline}>
        {headlineOf(detail)}
      </Title>
      {detail.state === 'open' ? <DeadlineChip item={detail} zone={zone} full /> : null}
      <ItemActions detail={detail} />
      {detail.hint === null || detail.state !== 'open' ? null : (
        <p className={classes.hint}>
          <IconBulb size={15} stroke={1.8} aria-hidden />
          {ruleText(detail.hint)}
        </p>
      )}
    </header>
  )
}

/**
 * A new item is a new page for someone who listens: the focus starts at its sentence, with the first picture of it, so that
 * no key for the item is typed into what had the focus before.
 */
function useFocusedHeading(id: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per item, not once per render
  useLayoutEffect(() => {
    scrollItemToTop()
    heading.current?.focus({ preventScroll: true })
  }, [id])
  return heading
}
