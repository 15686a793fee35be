import type { ExplainedRule, FlippedConflict, ReplayResponse } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconEqual } from '@tabler/icons-react'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import type { AnyWinner } from '../words/rules-words.ts'
import { WinnerChip } from '../words/winner-chip.tsx'
import type { Candidate } from './candidate.ts'
import { FlipRow } from './flip-row.tsx'
import classes from './replay.module.css'

interface ReplayResultProps {
  readonly found: ReplayResponse
  readonly rule: ExplainedRule
  readonly candidate: Candidate
  readonly zone: string
}

/** How much would have ended otherwise, by field, and every conflict in which it would. */
export function ReplayResult({ found, rule, candidate, zone }: ReplayResultProps) {
  const { t } = useLingui()
  const { examined, flipped, doctypes, items, has_more } = found
  const fields = doctypes.flatMap((each) => each.fields)
  if (flipped === 0) return <NothingFlips examined={examined} />
  return (
    <>
      <p className={classes.summary} role="status">
        <Plural
          value={flipped}
          one={`# of ${examined} recorded conflicts would have ended otherwise.`}
          other={`# of ${examined} recorded conflicts would have ended otherwise.`}
        />
      </p>
      <ul className={classes.counts} aria-label={t`By field`}>
        {fields.flatMap(({ field, label, ways }) =>
          ways.map(({ from, to, count }) => (
            <li key={`${field} ${from} ${to}`} className={classes.countRow}>
              <b>{field.startsWith('_') ? t`The record as a whole` : ruleText(label)}</b>
              <span className={classes.way}>
                <WinnerChip winner={winnerOf(from)} />
                <span className={classes.soft}>
                  <Trans>becomes</Trans>
                </span>
                <WinnerChip winner={winnerOf(to)} />
              </span>
              <span className={classes.count}>{count}</span>
            </li>
          )),
        )}
      </ul>
      <ul className={classes.flips} aria-label={t`What flips, the latest first`}>
        {items.map((item: FlippedConflict) => (
          <FlipRow key={item.conflict_id} item={item} rule={rule} candidate={candidate} zone={zone} />
        ))}
      </ul>
      {has_more ? (
        <p className={classes.soft}>
          <Trans>
            The latest {items.length} are listed; the counts are of all. The command npm run rules:replay
            lists every one.
          </Trans>
        </p>
      ) : null}
    </>
  )
}

function NothingFlips({ examined }: { examined: number }) {
  const { t } = useLingui()
  return (
    <NoticePanel icon={<IconEqual size={24} stroke={1.6} />} title={t`Nothing would have ended otherwise`}>
      {examined === 0 ? (
        <Trans>There is no recorded conflict about this kind of record yet.</Trans>
      ) : (
        <Plural
          value={examined}
          one="The one recorded conflict ends as it did."
          other="All # recorded conflicts end as they did."
        />
      )}
    </NoticePanel>
  )
}

const WINNERS: readonly AnyWinner[] = ['server', 'client', 'both', 'pending', 'none']

function winnerOf(word: string): AnyWinner {
  return WINNERS.find((winner) => winner === word) ?? 'none'
}
