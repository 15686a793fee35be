import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import { isLanguage, keepLanguage, LANGUAGES, speak } from '../../lib/language/language.ts'

/** Each language by its own name, so that it is found by those who cannot read the page. */
export function LanguageItems() {
  const { t, i18n } = useLingui()
  return Object.entries(LANGUAGES).map(([language, name]) => (
    <Menu.Item
      key={language}
      lang={language}
      leftSection={<IconLanguage size={16} aria-hidden />}
      rightSection={i18n.locale === language ? <IconCheck size={15} aria-label={t`chosen`} /> : null}
      onClick={() => {
        if (!isLanguage(language)) return
        keepLanguage(language)
        void speak(language)
      }}
    >
      {name}
    </Menu.Item>
  ))
}
