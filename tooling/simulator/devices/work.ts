import type { LocalDocument, SyncClient } from '@dartwing/client'
import type { Doc, Json } from '@dartwing/rules'
import type { Random } from '../world/random.ts'
import type { Slot } from './slots.ts'

/** One thing a person does to one record. */
export interface Change {
  readonly doctype: string
  readonly name: string | null
  readonly op?: 'delete' | 'undelete'
  readonly data: Doc | null
  /** What it adds to a quantity that is summed. */
  readonly adds?: { readonly item: string; readonly quantity: number }
}

interface Worker {
  readonly slot: Slot
  readonly client: SyncClient
  readonly random: Random
  /** The one DocType they work on in this world; undefined: all. */
  readonly about: string | undefined
  /** A text that nobody else writes. */
  readonly mark: string
  readonly now: number
}

type Act = (worker: Worker) => Promise<Change | null>

const edit =
  (doctype: string, change: (worker: Worker, shown: Doc) => Doc): Act =>
  async (worker) => {
    const known = await pickKnown(worker, doctype)
    return known === null ? null : { doctype, name: known.name, data: change(worker, known.data ?? {}) }
  }

const insert =
  (doctype: string, make: (worker: Worker) => Doc): Act =>
  async (worker) => ({ doctype, name: null, data: make(worker) })

/** Mostly by themselves, sometimes several at once: what one form saves. */
function some(worker: Worker, fields: Readonly<Record<string, () => Json>>): Doc {
  const names = Object.keys(fields)
  const chosen = names.filter(() => worker.random.chance(1.4 / names.length))
  const kept = chosen.length > 0 ? chosen : [worker.random.pick(names)]
  return Object.fromEntries(kept.map((name) => [name, fields[name]?.() ?? null]))
}

const TECHNICIANS = ['tech.a@demo.test', 'tech.b@demo.test']
const ITEMS = ['FUSE', 'VALVE', 'PIPE']
const HOUR = 3_600_000

const ticket: Act = edit('Ticket', (w) =>
  some(w, {
    description: () => w.mark,
    resolution_notes: () => w.random.pick([w.mark, '']),
    internal_notes: () => w.mark,
    status: () => w.random.pick(['New', 'Open', 'Pending', 'On Hold', 'Resolved']),
    priority: () => w.random.pick(['Low', 'Normal', 'High', 'Urgent']),
    subject: () => w.mark,
    category: () => w.random.pick(['Heating', 'Cooling', w.mark]),
  }),
)

const job: Act = edit('Dispatch Job', (w) =>
  some(w, {
    completion_notes: () => w.mark,
    customer_feedback: () => w.mark,
    status: () => w.random.pick(['Assigned', 'En Route', 'Arrived', 'In Progress', 'Completed']),
    description: () => w.mark,
    ...(w.slot.role === 'technician'
      ? {}
      : {
          assigned_to: () => w.random.pick(TECHNICIANS),
          priority: () => w.random.pick(['Low', 'High']),
          scheduled_time: () => `${String(w.random.int(8, 17)).padStart(2, '0')}:00:00`,
        }),
  }),
)

/** A part that was used: the total a person sees, and how much of it is new. */
const part: Act = async (worker) => {
  const known = await pickKnown(worker, 'Dispatch Job')
  if (known === null) return null
  const item = worker.random.pick(ITEMS)
  const quantity = worker.random.int(1, 4)
  const rows = rowsOf(known.data?.parts_used)
  const found = rows.some((row) => row.item_code === item)
  const counted = rows.map((row) =>
    row.item_code === item ? { ...row, quantity: Number(row.quantity ?? 0) + quantity } : row,
  )
  const parts_used = found ? counted : [...rows, { item_code: item, quantity }]
  return { doctype: 'Dispatch Job', name: known.name, data: { parts_used }, adds: { item, quantity } }
}

const message: Act = edit('Conversation', (w, shown) => ({
  messages: [
    ...rowsOf(shown.messages),
    {
      message_id: w.mark,
      direction: 'Outbound',
      timestamp: new Date(w.now).toISOString(),
      text: w.mark,
    },
  ],
  ...(w.random.chance(0.2) ? { status: w.random.pick(['Open', 'Pending', 'Resolved']) } : {}),
}))

const slotTimes = (w: Worker): Doc => {
  const start = Date.UTC(2030, 2, 1, 8) + w.random.int(0, 7) * HOUR
  return {
    appointment_datetime: new Date(start).toISOString(),
    appointment_end_datetime: new Date(start + HOUR).toISOString(),
  }
}

const appointment: Act = edit('Appointment', (w) =>
  w.random.chance(0.6)
    ? slotTimes(w)
    : some(w, {
        notes: () => w.mark,
        status: () => w.random.pick(['Scheduled', 'Confirmed', 'Cancelled']),
        provider: () => w.random.pick(['EMP-1', 'EMP-2']),
      }),
)

const newAppointment = insert('Appointment', (w) => ({
  attendee_name: w.mark,
  provider: w.random.pick(['EMP-1', 'EMP-2']),
  status: 'Scheduled',
  ...slotTimes(w),
}))

const newTicket = insert('Ticket', (w) => ({ subject: w.mark, status: 'New', description: w.mark }))

const newJob: Act = async (worker) =>
  worker.slot.role === 'technician'
    ? null
    : {
        doctype: 'Dispatch Job',
        name: null,
        data: {
          title: worker.mark,
          customer: 'CUST-1',
          address: 'ADDR-1',
          service_type: 'Repair',
          status: 'Assigned',
          scheduled_date: '2030-02-01',
          assigned_to: worker.random.pick(TECHNICIANS),
        },
      }

const vault: Act = edit(
  'Vault Document',
  (w, shown): Doc =>
    w.random.chance(0.7)
      ? { file: w.mark, version: Number(shown.version ?? 0) + 1 }
      : { file_name: w.mark, category: w.random.pick(['A', 'B']) },
)

const form: Act = edit('Form Submission', (w) =>
  some(w, {
    signature: () => `data:image/svg+xml,${w.mark}`,
    notes: () => w.mark,
    field_values: () => ({ answer: w.mark }),
  }),
)

const address: Act = edit('Address', (w) => ({ city: w.mark }))

const remove: Act = async (worker) => {
  const doctype =
    worker.about ?? worker.random.pick(['Ticket', 'Appointment', 'Vault Document', 'Dispatch Job'])
  const known = await pickKnown(worker, doctype)
  return known === null ? null : { doctype, name: known.name, op: 'delete', data: null }
}

const revive: Act = async (worker) => {
  const gone = (await worker.client.list('Ticket')).filter((one) => one.gone === 'deleted')
  const [known] = gone
  return known === undefined ? null : { doctype: 'Ticket', name: known.name, op: 'undelete', data: null }
}

/** How often, on which DocType, and what. */
const ACTS: readonly (readonly [number, string | null, Act])[] = [
  [6, 'Ticket', ticket],
  [6, 'Dispatch Job', job],
  [5, 'Dispatch Job', part],
  [4, 'Conversation', message],
  [5, 'Appointment', appointment],
  [2, 'Appointment', newAppointment],
  [2, 'Ticket', newTicket],
  [1, 'Dispatch Job', newJob],
  [3, 'Vault Document', vault],
  [3, 'Form Submission', form],
  [1, 'Address', address],
  [2, null, remove],
  [1, 'Ticket', revive],
]
export const DOCTYPES_OF_WORK: ReadonlySet<string> = new Set(ACTS.flatMap(([, doctype]) => doctype ?? []))

/** What this person does next; null when there is nothing to do it to. */
export function nextChange(worker: Worker): Promise<Change | null> {
  const { about } = worker
  const acts = ACTS.filter(([, doctype]) => about === undefined || doctype === null || doctype === about)
  let place = worker.random.int(
    1,
    acts.reduce((sum, [weight]) => sum + weight, 0),
  )
  for (const [weight, , act] of acts) {
    place -= weight
    if (place <= 0) return act(worker)
  }
  throw new Error('The weights do not add up')
}

async function pickKnown({ client, random }: Worker, doctype: string): Promise<LocalDocument | null> {
  const known = (await client.list(doctype)).filter(({ data }) => data !== null)
  return known.length === 0 ? null : random.pick(known)
}

function rowsOf(value: Json | undefined): Record<string, Json>[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? [row] : []))
}
