import { i18n } from '@lingui/core'

/** The texts in the sources are English: a test reads them as they stand there. */
i18n.loadAndActivate({ locale: 'en', messages: {} })
