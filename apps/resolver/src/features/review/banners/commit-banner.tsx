import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconLock, IconRefresh } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { sentenceOf } from '../../../lib/http/problem-error.ts'
import type { ProblemScreen } from '../../../lib/problem-screens.ts'
import type { CommitState } from '../commit/use-commit.ts'

interface Words {
  readonly title: MessageDescriptor
  readonly text: MessageDescriptor
}

const KEPT = msg`Your picks stay on this device.`

const REFUSED: Partial<Record<ProblemScreen, Words>> = {
  fix_fields: {
    title: msg`The server did not accept every value`,
    text: msg`What is wrong is marked at the fields.`,
  },
  slot_taken: {
    title: msg`That time has just been taken`,
    text: msg`The free times are up to date again: choose another.`,
  },
  no_permission: { title: msg`You may not decide this any longer`, text: KEPT },
  send_with_new_key: { title: msg`It was not sent`, text: msg`Review and resolve once more.` },
  reload_page: { title: msg`This page is out of date`, text: msg`Reload it. Your picks are saved.` },
  missing: { title: msg`This item is gone`, text: KEPT },
}

/** What became of the decision that was sent. */
export function CommitBanner({ state }: { state: CommitState }) {
  const { t } = useLingui()
  if (state.step === 'checking') {
    return (
      <Banner tone="attention" icon={<IconRefresh size={18} />} title={t`Not confirmed yet: checking`} urgent>
        <Trans>
          The server has not answered. The same decision is sent again until it does; it takes effect once.
        </Trans>
      </Banner>
    )
  }
  if (state.step === 'signed_out') {
    return (
      <Banner tone="attention" icon={<IconLock size={18} />} title={t`Sign in again to finish`} urgent>
        <Trans>Your decision is kept and is sent as soon as you have signed in.</Trans>
      </Banner>
    )
  }
  if (state.step !== 'refused') return null
  const words = REFUSED[state.screen]
  if (words === undefined) return null
  const details = (state.problem.fields ?? []).map((field) => field.message).join(' ')
  return (
    <Banner tone="alarm" icon={<IconAlertTriangle size={18} />} title={t(words.title)} urgent>
      {t(words.text)} {details === '' ? sentenceOf(state.problem) : details}
    </Banner>
  )
}
