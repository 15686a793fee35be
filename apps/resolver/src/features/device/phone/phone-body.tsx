import { t } from '@lingui/core/macro'
import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { Answers } from '../answers/answers.tsx'
import { Inbox } from '../answers/inbox.tsx'
import { Outbox } from '../answers/outbox.tsx'
import { Records } from '../records/records.tsx'
import classes from './phone.module.css'
import type { PhoneView } from './phone.ts'
import { SignalBar } from './signal-bar.tsx'
import { StatusLine } from './status-line.tsx'

interface PhoneBodyProps {
  readonly view: PhoneView
  readonly zone: string
  readonly role: string
}

export function PhoneBody({ view, zone, role }: PhoneBodyProps) {
  const [tab, setTab] = useState<string | null>('records')
  const tabs = [
    ['records', t`Records`, null],
    ['outbox', t`Queue`, view.pending.length],
    ['answers', t`Came back`, view.answers.length],
    ['inbox', t`Inbox`, view.inbox.length],
  ] as const
  return (
    <>
      <SignalBar view={view} />
      <StatusLine view={view} zone={zone} />
      <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs}>
        <Tabs.List grow>
          {tabs.map(([value, label, count]) => (
            <Tabs.Tab key={value} value={value} px="xs">
              {label}
              {count === null || count === 0 ? null : <span className={classes.count}>{count}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="records" keepMounted>
          <Records pending={view.pending} answers={view.answers} zone={zone} role={role} />
        </Tabs.Panel>
        <Tabs.Panel value="outbox">
          <Outbox entries={view.pending} zone={zone} />
        </Tabs.Panel>
        <Tabs.Panel value="answers">
          <Answers answers={view.answers} zone={zone} />
        </Tabs.Panel>
        <Tabs.Panel value="inbox">
          <Inbox items={view.inbox} zone={zone} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
