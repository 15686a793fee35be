import type { Doc } from '@dartwing/rules'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconMail, IconPhone } from '@tabler/icons-react'
import classes from './strips.module.css'

const WHO = ['attendee_name', 'customer_name', 'contact_name']
const PHONE = ['attendee_phone', 'mobile_no', 'phone']
const MAIL = ['attendee_email', 'email_id', 'email']

/** Many questions about a time are settled by a call: the customer is a tap away, where they are known. */
export function ContactStrip({ doc }: { doc: Doc }) {
  const { t } = useLingui()
  const phone = firstText(doc, PHONE)
  const mail = firstText(doc, MAIL)
  const who = firstText(doc, WHO)
  if (phone === null && mail === null) return null
  const name = who ?? t`the customer`
  return (
    <div className={classes.contact}>
      {phone === null ? null : (
        <Button
          component="a"
          href={`tel:${phone.replace(/[^+\d]/g, '')}`}
          variant="default"
          size="sm"
          leftSection={<IconPhone size={16} aria-hidden />}
          aria-label={t`Call ${name}, ${phone}`}
        >
          {phone}
        </Button>
      )}
      {mail === null ? null : (
        <Button
          component="a"
          href={`mailto:${mail}`}
          variant="default"
          size="sm"
          leftSection={<IconMail size={16} aria-hidden />}
          aria-label={t`Write to ${name}, ${mail}`}
        >
          {mail}
        </Button>
      )}
    </div>
  )
}

function firstText(doc: Doc, names: readonly string[]): string | null {
  const value = names.map((name) => doc[name]).find((text) => typeof text === 'string' && text !== '')
  return typeof value === 'string' ? value : null
}
