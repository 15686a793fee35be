/** What a browser only paints. Anything else might run in this page's name, and is saved instead. */
const SHOWN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/bmp',
])

/** Long enough for a tab or a download to have begun. */
const KEPT_MS = 60_000

/** Shows a file in a tab of its own, or saves it. The tab is opened at once: later a browser would not let it. */
export async function openFile(name: string, isPicture: boolean, read: () => Promise<Blob>): Promise<void> {
  const tab = isPicture ? window.open('', '_blank') : null
  try {
    const blob = await read()
    const address = URL.createObjectURL(blob)
    setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
    if (tab !== null && SHOWN.has(blob.type)) tab.location.replace(address)
    else {
      tab?.close()
      save(address, name)
    }
  } catch (error) {
    tab?.close()
    throw error
  }
}

function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
