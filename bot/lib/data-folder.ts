/** The folder for Overlap's files, readable by their owner only. */
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

const CHECKOUT = resolve(import.meta.dirname, '../..')

/**
 * Creates the data folder where it is missing, and returns its absolute path.
 *
 * @param dataDir - Relative to the checkout.
 */
export function dataFolder(dataDir: string): string {
  const folder = resolve(CHECKOUT, dataDir)
  privateFolder(folder)
  return folder
}

/** Creates a folder with mode 700. An existing one is restricted, unless it holds more than our files. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!isShared(folder)) restrict(folder, 0o700)
}

/** Creates an empty file with mode 600, or restricts an existing one. */
export function privateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    restrict(file, 0o600)
  }
}

/** Removes permissions beyond `mode` from a file or folder; leaves it alone where that isn't permitted. */
export function restrict(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777 & ~mode) !== 0) chmodSync(path, mode)
  } catch (error) {
    if (!LEFT.has(codeOf(error) ?? '')) throw error
  }
}

const LEFT = new Set(['ENOENT', 'EPERM', 'EROFS', 'ENOTSUP'])

/** Whether this is a folder such as `/tmp`, `/srv` or a home, which closing would take from others. */
function isShared(folder: string): boolean {
  const isSticky = (statSync(folder).mode & 0o1000) !== 0
  const folders = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory())
  return isSticky || folders.some(({ name }) => name !== 'lost+found')
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
