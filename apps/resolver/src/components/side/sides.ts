import { IconBuilding, IconClockHour4, IconDeviceTablet, IconPencil } from '@tabler/icons-react'

/** The only place where a side gets its name, its icon and its colour. */
export type SideName = 'server' | 'client' | 'base' | 'own'

export const SIDES = {
  server: { label: 'Server', icon: IconBuilding, tone: 'server' },
  client: { label: 'Device', icon: IconDeviceTablet, tone: 'device' },
  base: { label: 'Before', icon: IconClockHour4, tone: 'before' },
  own: { label: 'Custom', icon: IconPencil, tone: 'own' },
} as const satisfies Record<SideName, { label: string; icon: typeof IconBuilding; tone: string }>
