import type { ConflictDetail } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPuzzleOff } from '@tabler/icons-react'
import { Component, type ReactNode } from 'react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { RawJson } from '../folds/raw-json.tsx'

interface ItemBoundaryProps {
  readonly detail: ConflictDetail
  readonly children: ReactNode
}

/** One item that cannot be drawn must not take the queue with it. */
export class ItemBoundary extends Component<ItemBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null ? this.props.children : <BrokenItem detail={this.props.detail} error={error} />
  }
}

/** No picker is better than a wrong one: what is stored, as it is, to be read and passed on. */
function BrokenItem({ detail, error }: { detail: ConflictDetail; error: Error }) {
  const { t } = useLingui()
  const { id, doctype, name, revision, base, server, client } = detail
  return (
    <NoticePanel
      level={1}
      icon={<IconPuzzleOff size={24} stroke={1.6} />}
      title={t`This item cannot be shown`}
      actions={
        <ButtonLink to="/inbox" variant="default" search={(before) => before}>
          <Trans>Back to the queue</Trans>
        </ButtonLink>
      }
    >
      <p>
        <Trans>Nothing is lost. Please pass these values on to whoever looks after this system.</Trans>
      </p>
      <RawJson value={{ error: error.message, id, doctype, name, revision, base, server, client }} />
    </NoticePanel>
  )
}
