/** What may not stand in the name of a file that is saved: folders, control characters, and those that turn text. */
const UNSAFE = /[/\\\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const NAME_CHARACTERS_MAX = 180

/** To be saved under a name, never to be shown as a page (RFC 6266, RFC 8187). */
export function asDownload(name: string): string {
  const cleaned = name.replace(UNSAFE, '_').replace(/^\.+/, '_').toWellFormed().slice(0, NAME_CHARACTERS_MAX)
  const safe = cleaned.toWellFormed() || 'file'
  const plain = safe.replace(/[^\x20-\x7e]|["%]/g, '_')
  const extended = encodeURIComponent(safe).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended}`
}
