/** Finds the file system of a folder and what it allows. */

/**
 * Whether programs on the file system of `path` can't be executed, as in a `/run` of Debian.
 *
 * @param mountinfo - The content of /proc/self/mountinfo.
 * @param path - Absolute; it need not exist.
 */
export function isNoexec(mountinfo: string, path: string): boolean {
  let options = ''
  let longest = 0
  for (const line of mountinfo.split('\n')) {
    const [, , , , mountPoint, mountOptions] = line.split(' ')
    if (!mountPoint || !mountOptions) continue
    const point = mountPoint.replace(/\\(\d{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    const below = point === '/' ? '/' : `${point}/`
    // Of several mounts on one point, the last one covers the others.
    if (point.length < longest || !`${path}/`.startsWith(below)) continue
    longest = point.length
    options = mountOptions
  }
  return options.split(',').includes('noexec')
}
