/** Names for the files next to a program. */

/**
 * Reduces a file name to a plain one: no folders, no leading dot, only letters, digits, `_`, `.` and `-`, at most 64
 * characters.
 */
export function safeName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  return (
    base
      .replace(/[^\w.-]/g, '_')
      .replace(/^\.+/, '')
      .slice(-64) || 'file'
  )
}
