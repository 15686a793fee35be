import { type ComponentType, lazy } from 'react'

/** A part of the page that may be missing, without a network, and then simply is not there. */
function optional<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async (): Promise<{ default: ComponentType<Props> }> => {
    try {
      return { default: await load() }
    } catch {
      return { default: Nothing }
    }
  })
}

function Nothing() {
  return null
}

export const LazyBackground = optional(() => import('./background.tsx').then((module) => module.Background))
export const LazyOutbox = optional(() =>
  import('../../features/outbox/outbox.tsx').then((module) => module.Outbox),
)
export const LazyBell = optional(() =>
  import('../../features/notifications/bell.tsx').then((module) => module.Bell),
)
export const LazyUserMenu = optional(() => import('../shell/user-menu.tsx').then((module) => module.UserMenu))
