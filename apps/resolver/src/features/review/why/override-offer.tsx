import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { use } from 'react'
import { DraftContext } from '../../../lib/draft/draft-store.ts'
import { splitFields, takesCustom, unitIdOf } from '../../../lib/draft/units.ts'
import classes from './why-drawer.module.css'

interface OverrideOfferProps {
  readonly detail: ConflictDetail
  readonly field: FieldView
  readonly onTaken: () => void
}

/** A rule is sometimes wrong in one case: whoever decides the item may decide this too, and says why. */
export function OverrideOffer({ detail, field, onTaken }: OverrideOfferProps) {
  const store = use(DraftContext)
  if (store === null || !mayOverride(detail, field)) return null
  return (
    <section className={classes.offer}>
      <p className={classes.text}>
        <Trans>Is the rule wrong in this case? You may decide it yourself; you will be asked why.</Trans>
      </p>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconHandStop size={16} aria-hidden />}
        onClick={() => {
          store.dispatch({ type: 'overridden', unit: unitIdOf(field), on: true })
          onTaken()
        }}
      >
        <Trans>Decide it myself</Trans>
      </Button>
    </section>
  )
}

function mayOverride(detail: ConflictDetail, field: FieldView): boolean {
  if (detail.kind !== 'field_conflict' || !detail.permissions.resolve || field.disposition !== 'settled')
    return false
  const unit = splitFields(detail, [unitIdOf(field)]).open.find(({ id }) => id === unitIdOf(field))
  return unit?.editable === true && takesCustom(unit)
}
