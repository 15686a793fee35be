import type { PreviewResponse } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { plainText } from '../../../components/value/value-text.ts'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import classes from './bulk-dialog.module.css'
import type { RowState } from './like-this.ts'
import type { Bulk } from './use-bulk.ts'

interface DryRunTableProps {
  readonly items: readonly AskedItem[]
  readonly bulk: Bulk
  readonly onLeave: () => void
}

export function DryRunTable({ items, bulk, onLeave }: DryRunTableProps) {
  const { t } = useLingui()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroller} aria-label={t`Items`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Include</Trans>
            </th>
            <th scope="col">
              <Trans>Item</Trans>
            </th>
            <th scope="col">
              {bulk.sent ? <Trans>What became of it</Trans> : <Trans>What would change</Trans>}
            </th>
            <th scope="col">
              <Trans>Left out, kept in the history</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <DryRunRow key={item.id} item={item} bulk={bulk} onLeave={onLeave} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DryRunRow({ item, bulk, onLeave }: { item: AskedItem; bulk: Bulk; onLeave: () => void }) {
  const { t } = useLingui()
  const state = bulk.states.get(item.id)
  const canGo = state?.step === 'ready' && !bulk.sent
  const preview = state?.step === 'ready' ? state.preview : null
  return (
    <tr data-step={state?.step}>
      <td>
        <input
          type="checkbox"
          aria-label={t`Include ${item.title}`}
          disabled={!canGo}
          checked={state?.step === 'done' || (state?.step === 'ready' && !bulk.excluded.has(item.id))}
          onChange={(event) => bulk.include(item.id, event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <Link to="/c/$id" params={{ id: item.id }} search={(before) => before} onClick={onLeave}>
          {item.title}
        </Link>
        <span className={classes.words}>{ruleText(item.doctype)}</span>
      </th>
      <td>{preview === null ? <StateWords state={state} /> : <Changes preview={preview} />}</td>
      <td>{preview === null ? null : <Discarded preview={preview} />}</td>
    </tr>
  )
}

function StateWords({ state }: { state: RowState | undefined }) {
  switch (state?.step) {
    case 'done':
      return (
        <b className={classes.done}>
          <Trans>Resolved</Trans>
        </b>
      )
    case 'one_by_one':
      return <Trans>Left out: this kind is decided one by one.</Trans>
    case 'unknown':
      return <Trans>The server has not answered yet.</Trans>
    default:
      return <Refusal problem={state?.step === 'refused' ? state.problem : null} />
  }
}

function Refusal({
  problem,
}: {
  problem: { code: string; title: string; detail?: string | undefined } | null
}) {
  const { t } = useLingui()
  const words: Readonly<Record<string, string>> = {
    already_resolved: t`Somebody else has resolved it.`,
    auto_resolved: t`The deadline has decided it.`,
    revision_changed: t`It has changed since it was shown here.`,
    forbidden: t`You may not decide this one.`,
    not_found: t`It is no longer there.`,
    incomplete: t`One of its fields needs an answer of its own.`,
    invalid_choice: t`This answer does not exist for one of its fields.`,
  }
  return <>{words[problem?.code ?? 'incomplete'] ?? problem?.detail ?? problem?.title}</>
}

function Changes({ preview }: { preview: PreviewResponse }) {
  const { org } = useSession()
  if (preview.changes.length === 0) return <Trans>Nothing: the stored record stays as it is.</Trans>
  return (
    <ul className={classes.values}>
      {preview.changes.map(({ field, label, from, to }) => (
        <li key={field}>
          <span className={classes.words}>{ruleText(label)}</span>
          <del>{valueText(field, from ?? null, org.time_zone)}</del>{' '}
          <ins>{valueText(field, to ?? null, org.time_zone)}</ins>
        </li>
      ))}
    </ul>
  )
}

function Discarded({ preview }: { preview: PreviewResponse }) {
  const { org } = useSession()
  if (preview.discarded.length === 0) return <Trans>Nothing</Trans>
  return (
    <ul className={classes.values}>
      {preview.discarded.map(({ side, field, label, value }) => (
        <li key={`${side} ${field}`}>
          <SideLabel side={side} suffix={ruleText(label)} />
          <span>{valueText(field, value ?? null, org.time_zone)}</span>
        </li>
      ))}
    </ul>
  )
}

type Value = Parameters<typeof plainText>[1]

/** A list has no types: times are told by their names, as in the other previews. */
function valueText(field: string, value: Value, zone: string): string {
  const type = /datetime$|_at$/.test(field) ? 'datetime' : field.endsWith('_date') ? 'date' : 'text'
  return plainText({ type, unit: null }, value, zone)
}
