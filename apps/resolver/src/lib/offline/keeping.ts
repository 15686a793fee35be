const KEY = 'dartwing-keep-nothing'

/** For a device that several people use: nothing that is unfinished or has been read stays on it. */
export function keepsOnDevice(): boolean {
  try {
    return localStorage.getItem(KEY) === null
  } catch {
    return true
  }
}

export function setKeepsOnDevice(keeps: boolean): void {
  try {
    if (keeps) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, 'yes')
  } catch {
    // A browser that keeps nothing does what was wanted.
  }
}
