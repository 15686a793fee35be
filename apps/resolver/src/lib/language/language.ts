import { i18n } from '@lingui/core'
import { speakRules } from './rule-text.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof LANGUAGES

const KEY = 'dartwing-language'

export function isLanguage(value: string | null): value is Language {
  return value !== null && value in LANGUAGES
}

/** What was chosen here before, or the first of the browser's languages that there is. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(KEY)
  if (isLanguage(chosen)) return chosen
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return spoken ?? 'en'
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language)
}

/** Loads the texts of a language and shows them everywhere at once. */
export async function speak(language: Language): Promise<void> {
  const [{ messages }, words] = await Promise.all([import(`../../locales/${language}.po`), wordsOf(language)])
  speakRules(words)
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}

/** What rules and refusals say is English already. */
async function wordsOf(language: Language): Promise<Readonly<Record<string, string>>> {
  if (language === 'en') return {}
  return (await import('../../locales/records.de.json', { with: { type: 'json' } })).default
}
