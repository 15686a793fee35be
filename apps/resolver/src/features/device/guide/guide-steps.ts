import type { DocumentKey } from '@dartwing/client'
import type { PhoneView } from '../phone/phone.ts'

type Seen = Pick<PhoneView, 'online' | 'pending' | 'answers'>

/** How far a person has come: which record was edited without a signal, and what became of it. */
export interface Progress {
  readonly edited: (DocumentKey & { readonly phone: string; readonly mutation_id: string }) | null
  readonly changedElsewhere: boolean
  /** The conflict's id where a person must decide, '' where a rule did, `REFUSED` where the change was not taken. */
  readonly met: string | null
}

export const REFUSED = 'refused'
export const NOTHING_YET: Progress = { edited: null, changedElsewhere: false, met: null }

/** Looks at both phones and says how far it is now. A step that was done stays done. */
export function progressFrom(before: Progress, phones: Readonly<Record<string, Seen>>): Progress {
  const edited = before.edited ?? editedWithoutSignal(phones)
  if (edited === null || before.met !== null) return before
  const changedElsewhere = before.changedElsewhere || wasChangedElsewhere(edited, phones)
  const met = changedElsewhere ? meeting(edited, phones) : null
  const isSame = edited === before.edited && changedElsewhere === before.changedElsewhere && met === null
  return isSame ? before : { edited, changedElsewhere, met }
}

function editedWithoutSignal(phones: Readonly<Record<string, Seen>>): Progress['edited'] {
  for (const [phone, { online, pending }] of Object.entries(phones)) {
    const entry = pending.find(({ op }) => op === 'update')
    if (!online && entry !== undefined) {
      const { doctype, name, mutation_id } = entry
      return { phone, doctype, name, mutation_id }
    }
  }
  return null
}

function wasChangedElsewhere(
  edited: NonNullable<Progress['edited']>,
  phones: Readonly<Record<string, Seen>>,
) {
  return Object.entries(phones).some(
    ([phone, { answers }]) =>
      phone !== edited.phone &&
      answers.some(
        ({ doctype, name, status }) =>
          doctype === edited.doctype && name === edited.name && status !== 'rejected' && status !== 'retry',
      ),
  )
}

function meeting(
  edited: NonNullable<Progress['edited']>,
  phones: Readonly<Record<string, Seen>>,
): string | null {
  const answer = phones[edited.phone]?.answers.find(({ mutation_id }) => mutation_id === edited.mutation_id)
  if (answer === undefined || answer.status === 'retry') return null
  return answer.status === 'rejected' ? REFUSED : (answer.conflict_id ?? '')
}
