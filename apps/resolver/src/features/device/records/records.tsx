import type { QueueEntry } from '@dartwing/client'
import type { ItemResult } from '@dartwing/protocol'
import { type Doc, docTypeRule } from '@dartwing/rules'
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

const NOTHING: Doc = {}

/** The list, or in its place one record. */
export function Records({ pending, answers, zone, role }: RecordsProps) {
  const phone = usePhone()
  const [doctype, setDoctype] = useState(SHOWN_DOCTYPES[0] ?? '')
  const [openName, setOpenName] = useState<string | null>(null)
  const [left, setLeft] = useState<string | null>(null)
  /** By record: what was typed and not saved stays while one looks elsewhere. */
  const [typed, setTyped] = useState<Readonly<Record<string, Doc>>>({})
  const [search, setSearch] = useState('')
  const records = useRecords(phone, doctype)
  const open = records?.find(({ name }) => name === openName)
  const rule = docTypeRule(doctype)
  if (open !== undefined && rule !== undefined) {
    const key = `${doctype} ${open.name}`
    return (
      <RecordForm
        key={key}
        rule={rule}
        record={open}
        typed={typed[key] ?? NOTHING}
        onTyped={(change) => setTyped((all) => ({ ...all, [key]: change(all[key] ?? NOTHING) }))}
        answer={answers.find((answer) => answer.doctype === doctype && answer.name === open.name) ?? null}
        zone={zone}
        role={role}
        onClose={() => {
          setLeft(open.name)
          setOpenName(null)
        }}
      />
    )
  }
  return (
    <RecordList
      doctype={doctype}
      records={records}
      waiting={new Set(pending.flatMap((entry) => (entry.doctype === doctype ? [entry.name] : [])))}
      left={left}
      search={search}
      onSearch={(text) => {
        setLeft(null)
        setSearch(text)
      }}
      onDoctype={(next) => {
        setLeft(null)
        setDoctype(next)
      }}
      onOpen={setOpenName}
    />
  )
}
