import { t } from '@lingui/core/macro'
import { IconBuilding, IconClockHour4, IconDeviceTablet, IconPencil } from '@tabler/icons-react'

/** The only place where a side gets its name, its icon and its colour. */
export type SideName = 'server' | 'client' | 'base' | 'own'

/** A device without a name of its own is told by the beginning of its id; the server says it in English. */
export function deviceLabel(device: string | null): string | null {
  const id = /^device ([0-9a-f]{4})$|^([0-9a-f]{8})-[0-9a-f]{4}-/i.exec(device ?? '')
  return id === null ? device : t`device ${id[1] ?? id[2] ?? ''}`
}

export const SIDES = {
  server: {
    get label() {
      return t`Server`
    },
    icon: IconBuilding,
    tone: 'server',
  },
  client: {
    get label() {
      return t`Device`
    },
    icon: IconDeviceTablet,
    tone: 'device',
  },
  base: {
    get label() {
      return t`Before`
    },
    icon: IconClockHour4,
    tone: 'before',
  },
  own: {
    get label() {
      return t`Custom`
    },
    icon: IconPencil,
    tone: 'own',
  },
} as const satisfies Record<SideName, { label: string; icon: typeof IconBuilding; tone: string }>
