import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Kbd, Switch } from '@mantine/core'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { switchSingleKeys, useSingleKeys } from '../../../lib/single-keys.ts'
import { MOD } from '../../../lib/use-keys.ts'
import { closeOverlay } from '../palette-store.ts'
import classes from './keyboard-help.module.css'

const GROUPS = [
  {
    title: msg`Everywhere`,
    keys: [
      [`${MOD} K`, msg`All commands`],
      ['/', msg`Search the list`],
      ['g i', msg`Mine`],
      ['g t', msg`Team`],
      ['g a', msg`Settled by rules`],
      ['g h', msg`Resolved`],
      ['g m', msg`Members (admins)`],
      ['g y', msg`History`],
      ['a', msg`Give to somebody`],
      ['t', msg`More time`],
      ['?', msg`This list`],
    ],
  },
  {
    title: msg`Queue`,
    keys: [
      ['j k', msg`Next, previous item`],
      ['Enter o', msg`Open`],
      ['x', msg`Select, or not`],
      ['⇧X', msg`Select up to here`],
      ['⇧R', msg`Resolve the selected like this…`],
      ['Esc', msg`Select nothing`],
    ],
  },
  {
    title: msg`Item`,
    keys: [
      ['j k', msg`Next, previous decision`],
      ['n p', msg`Next, previous open decision`],
      ['1', msg`Server`],
      ['2', msg`Device`],
      ['3', msg`Before`],
      ['0', msg`Empty`],
      ['b', msg`Both`],
      ['e', msg`Custom value`],
      ['⇧1 ⇧2', msg`Server, Device for the rest`],
      ['z ⇧z', msg`Take back, do again`],
      ['w', msg`Why: open or close`],
      [`${MOD} ↵`, msg`Review, then resolve and next`],
      ['[ ]', msg`Previous, next item`],
      ['Esc', msg`Back to the queue`],
    ],
  },
] as const

export function KeyboardHelp() {
  const { t } = useLingui()
  const areOn = useSingleKeys()
  return (
    <Dialog opened onClose={closeOverlay} title={t`Keyboard`} size="lg">
      <Switch
        className={classes.switch}
        checked={areOn}
        onChange={(event) => switchSingleKeys(event.currentTarget.checked)}
        label={t`Single keys`}
        description={t`Letters act by themselves, except while you type. Off: everything is still in the commands.`}
      />
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group.title.id}>
            <h3 className={classes.heading}>{t(group.title)}</h3>
            <dl className={classes.keys}>
              {group.keys.map(([key, what]) => (
                <div key={key} className={classes.key}>
                  <dt>
                    <Kbd>{key}</Kbd>
                  </dt>
                  <dd>{t(what)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
