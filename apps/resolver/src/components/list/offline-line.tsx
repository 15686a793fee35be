import { IconWifiOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useLiveStatus } from '../../lib/live/live-store.ts'
import classes from './offline-line.module.css'

/** Above a list, while there is no connection: what that means here. */
export function OfflineLine({ children }: { children: ReactNode }) {
  if (useLiveStatus() !== 'offline') return null
  return (
    <p className={classes.line} role="status">
      <IconWifiOff size={15} aria-hidden /> {children}
    </p>
  )
}
