import type { QueueEntry } from '@dartwing/client'
import type { ItemResult } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { useState } from 'react'
import { usePhone, useRecords } from '../phone/use-phone.ts'
import { RecordForm } from './record-form.tsx'
import { RecordList } from './record-list.tsx'
import { SHOWN_DOCTYPES } from './record-words.ts'

interface RecordsProps {
  readonly pending: readonly QueueEntry[]
  readonly answers: readonly ItemResult[]
  readonly zone: string
  readonly role: string
}

/** The list, or in its place one record. */
export function Records({ pending, answers, zone, role }: RecordsProps) {
  const phone = usePhone()
  const [doctype, setDoctype] = useState(SHOWN_DOCTYPES[0] ?? '')
  const [openName, setOpenName] = useState<string | null>(null)
  const [search, setSearch] = useState('')
  const records = useRecords(phone, doctype)
  const open = records?.find(({ name }) => name === openName)
  const rule = docTypeRule(doctype)
  if (open !== undefined && rule !== undefined) {
    return (
      <RecordForm
        key={open.name}
        rule={rule}
        record={open}
        answer={answers.find(({ name }) => name === open.name) ?? null}
        zone={zone}
        role={role}
        onClose={() => setOpenName(null)}
      />
    )
  }
  return (
    <RecordList
      doctype={doctype}
      records={records}
      waiting={new Set(pending.map(({ name }) => name))}
      search={search}
      onSearch={setSearch}
      onDoctype={setDoctype}
      onOpen={setOpenName}
    />
  )
}
