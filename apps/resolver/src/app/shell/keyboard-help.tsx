import { Kbd, Modal } from '@mantine/core'
import { MOD } from '../../lib/use-keys.ts'
import classes from './keyboard-help.module.css'
import { closeOverlay } from './palette-store.ts'

const GROUPS: readonly { title: string; keys: readonly [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [`${MOD} K`, 'All commands'],
      ['/', 'Search the list'],
      ['g i', 'Mine'],
      ['g t', 'Team'],
      ['g a', 'Settled by rules'],
      ['g h', 'Resolved'],
      ['g m', 'Members (admins)'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'Queue',
    keys: [
      ['j k', 'Next, previous item'],
      ['Enter', 'Open'],
    ],
  },
  {
    title: 'Item',
    keys: [
      ['j k', 'Next, previous decision'],
      ['n p', 'Next, previous open decision'],
      ['1', 'Server'],
      ['2', 'Device'],
      ['3', 'Before'],
      ['0', 'Empty'],
      ['b', 'Both'],
      ['e', 'Custom value'],
      ['⇧1 ⇧2', 'Server, Device for the rest'],
      ['z ⇧z', 'Take back, do again'],
      ['w', 'Why: open or close'],
      [`${MOD} ↵`, 'Review, then resolve and next'],
      ['[ ]', 'Previous, next item'],
      ['Esc', 'Back to the queue'],
    ],
  },
]

export function KeyboardHelp() {
  return (
    <Modal
      opened
      onClose={closeOverlay}
      title="Keyboard"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p className={classes.text}>Single keys are silent while you type.</p>
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className={classes.heading}>{group.title}</h3>
            <dl className={classes.keys}>
              {group.keys.map(([key, what]) => (
                <div key={key} className={classes.key}>
                  <dt>
                    <Kbd>{key}</Kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
