/** Names of files that lie beside a program. */

/** No folders, no leading dot, only plain characters. */
export function safeName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  return (
    base
      .replace(/[^\w.-]/g, '_')
      .replace(/^\.+/, '')
      .slice(-64) || 'file'
  )
}
