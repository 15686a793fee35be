/** Whether the phone has a signal, kept so that one without has none after a reload either. */
export interface Signal {
  isOn(): boolean
  set(on: boolean): void
}

export function createSignal(phone: string, storage: Pick<Storage, 'getItem' | 'setItem'>): Signal {
  const key = `dartwing-signal-${phone}`
  return {
    isOn: () => storage.getItem(key) !== 'off',
    set: (on) => storage.setItem(key, on ? 'on' : 'off'),
  }
}
