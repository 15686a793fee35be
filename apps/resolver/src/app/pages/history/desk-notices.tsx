import { useMediaQuery } from '@mantine/hooks'
import { DigestNotice } from '../../../features/digest/digest-notice.tsx'
import { Survey } from '../../../features/survey/survey.tsx'
import { NARROW } from './narrow.ts'
import classes from './notices.module.css'

/** Under the queue, where nothing moves when it comes: what was settled meanwhile, and how the last decision went. */
export function DeskNotices({ isItemOpen }: { isItemOpen: boolean }) {
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  return (
    <>
      <DigestNotice />
      {isNarrow && isItemOpen ? null : (
        <div className={classes.survey}>
          <Survey />
        </div>
      )}
    </>
  )
}
