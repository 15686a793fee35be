/** What push messages say, in the languages that the resolver has. */
import type { NotificationKind } from '@dartwing/protocol'

/** `by`: whoever did it, or null. */
export interface Wording {
  readonly said: Readonly<Record<NotificationKind, (by: string | null, minutes: number) => string>>
  readonly until: (time: string) => string
  /** Of several at once: all conflicts that wait, or of any kind. */
  readonly needYou: (count: number) => string
  readonly several: (count: number) => string
}

const en: Wording = {
  said: {
    needs_you: () => 'A conflict needs you',
    assigned: (by) => `${by ?? 'Somebody'} asks you to decide`,
    handed_on: (by) => `${by ?? 'Somebody'} gave it to somebody else`,
    taken_over: (by) => `${by ?? 'Somebody'} is deciding in your place`,
    overruled: (by) => (by === null ? 'Your value was not kept' : `${by} decided: your value was not kept`),
    settled: (by) => (by === null ? 'Settled without you' : `${by} has decided`),
    undone: (by) => `${by ?? 'Somebody'} undid the decision`,
    rescheduled: (by) => `${by ?? 'Somebody'} moved your appointment`,
    rule_overruled: (by) =>
      by === null ? 'A rule did not keep your value' : `By a rule, ${by}’s value stands`,
    given: (by) => `${by ?? 'Somebody'} gave you a record`,
    given_away: (by) => `${by ?? 'Somebody'} gave your record to somebody else`,
    deadline_near: (_by, minutes) => `${minutes} minutes left to decide`,
    escalated: () => 'Nobody has decided in time',
    file_missing: () => 'A file has not arrived for a week',
    file_quarantined: () => 'A file may do harm and is kept apart',
  },
  until: (time) => `Decide by ${time}`,
  needYou: (count) => `${count} conflicts need you`,
  several: (count) => `${count} pieces of news`,
}

const de: Wording = {
  said: {
    needs_you: () => 'Ein Konflikt braucht Sie',
    assigned: (by) => `${by ?? 'Jemand'} bittet Sie um eine Entscheidung`,
    handed_on: (by) => `${by ?? 'Jemand'} hat es weitergegeben`,
    taken_over: (by) => `${by ?? 'Jemand'} entscheidet an Ihrer Stelle`,
    overruled: (by) =>
      by === null
        ? 'Ihr Wert wurde nicht übernommen'
        : `${by} hat entschieden: Ihr Wert wurde nicht übernommen`,
    settled: (by) => (by === null ? 'Ohne Sie erledigt' : `${by} hat entschieden`),
    undone: (by) => `${by ?? 'Jemand'} hat die Entscheidung zurückgenommen`,
    rescheduled: (by) => `${by ?? 'Jemand'} hat Ihren Termin verschoben`,
    rule_overruled: (by) =>
      by === null ? 'Eine Regel hat Ihren Wert nicht behalten' : `Nach einer Regel gilt der Wert von ${by}`,
    given: (by) => `${by ?? 'Jemand'} hat Ihnen einen Datensatz gegeben`,
    given_away: (by) => `${by ?? 'Jemand'} hat Ihren Datensatz jemand anderem gegeben`,
    deadline_near: (_by, minutes) => `Noch ${minutes} Minuten zum Entscheiden`,
    escalated: () => 'Niemand hat rechtzeitig entschieden',
    file_missing: () => 'Eine Datei ist seit einer Woche nicht angekommen',
    file_quarantined: () => 'Eine Datei ist womöglich schädlich und wurde gesperrt',
  },
  until: (time) => `Entscheiden bis ${time}`,
  needYou: (count) => `${count} Konflikte brauchen Sie`,
  several: (count) => `${count} Neuigkeiten`,
}

/** English for whoever speaks none of them. */
export function wordingOf(language: string): { readonly language: 'en' | 'de'; readonly wording: Wording } {
  return /^de\b/i.test(language) ? { language: 'de', wording: de } : { language: 'en', wording: en }
}
