/** The folder for all that Overlap keeps in files, and those files: for their owner alone. */
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

const CHECKOUT = resolve(import.meta.dirname, '../..')

/** Makes it where it is missing. @param dataDir - Relative to the checkout. */
export function dataFolder(dataDir: string): string {
  const folder = resolve(CHECKOUT, dataDir)
  privateFolder(folder)
  return folder
}

/** Makes it where it is missing. One that is there is closed to others, unless more than our files is in it. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!isShared(folder)) restrict(folder, 0o700)
}

/** Makes it, empty, where it is missing. */
export function privateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    restrict(file, 0o600)
  }
}

/** Takes from others what they may do with a file or a folder; where it is somebody else's, it stays as it is. */
export function restrict(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777 & ~mode) !== 0) chmodSync(path, mode)
  } catch (error) {
    if (!LEFT.has(codeOf(error) ?? '')) throw error
  }
}

const LEFT = new Set(['ENOENT', 'EPERM', 'EROFS', 'ENOTSUP'])

/** Such as `/tmp`, `/srv` or a home: closing it would lock others out of what is theirs. */
function isShared(folder: string): boolean {
  const isSticky = (statSync(folder).mode & 0o1000) !== 0
  const folders = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory())
  return isSticky || folders.some(({ name }) => name !== 'lost+found')
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
