import type { RuleQuality as Quality } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import { ruleWords } from '../../components/conflict/rule-words.ts'
import { ruleText } from '../../lib/language/rule-text.ts'
import { figure, shareOf } from './chart/figures.ts'
import classes from './overview.module.css'
import { FiguresTable } from './tables/figures-table.tsx'

/** Which rule people disagree with, and which questions nobody answers. */
export function RuleQuality({ rules }: { rules: readonly Quality[] }) {
  const { t } = useLingui()
  return (
    <section className={classes.card} aria-labelledby="rules">
      <Title order={2} id="rules">
        <Trans>How good the rules are</Trans>
      </Title>
      <p className={classes.soft}>
        <Trans>
          Much that is undone or overridden says that a rule decides wrongly; much that the deadline decides
          says that it asks nobody who answers.
        </Trans>
      </p>
      {rules.length === 0 ? (
        <p className={classes.soft}>
          <Trans>No rule had to choose or to ask in these days.</Trans>
        </p>
      ) : (
        <FiguresTable
          label={t`Rules`}
          columns={[
            { key: 'doctype', head: t`Kind of record` },
            { key: 'rule', head: t`Rule` },
            { key: 'conflicts', head: t`Conflicts`, isFigure: true },
            { key: 'undone', head: t`Undone`, isFigure: true },
            { key: 'overridden', head: t`Overridden`, isFigure: true },
            { key: 'timeout', head: t`Left to the deadline`, isFigure: true },
          ]}
          rows={rules.map((rule) => ({
            key: `${rule.doctype} ${rule.rule}`,
            cells: [
              ruleText(rule.doctype),
              ruleWords(rule.rule, rule.by_rule === 0),
              figure(rule.conflicts),
              shareOf(rule.undone, rule.conflicts),
              shareOf(rule.overridden, rule.by_rule + rule.by_deadline),
              shareOf(rule.by_deadline, rule.conflicts - rule.by_rule),
            ],
          }))}
        />
      )}
    </section>
  )
}
