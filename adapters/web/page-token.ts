/** The operator's admin token: created at the first start, and stored where only the operator can read it. */
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder, restrict } from '../../bot/lib/data-folder.ts'

/** Thrown when the token can be neither read nor created; the message says what to do. */
export class PageTokenError extends Error {
  override name = 'PageTokenError'
}

/**
 * Returns the token kept in this folder, and creates it the first time.
 *
 * @throws {PageTokenError} when the file can't be used or holds no token.
 */
export function pageToken(dataDir: string): string {
  const file = join(dataFolder(dataDir), FILE)
  try {
    const token = kept(file) ?? made(file)
    if (token.length >= LENGTH) return token
  } catch (error) {
    throw new PageTokenError(`${file} cannot be used (${(error as Error).message}); ${FIX}`, {
      cause: error,
    })
  }
  throw new PageTokenError(`${file} has no token in it; delete it, or ${FIX}`)
}

const FILE = 'admin-token'
const FIX = 'set OVERLAP_ADMIN_TOKEN'
/** Minimum length in characters. */
const LENGTH = 16
const BYTES = 32

function kept(file: string): string | null {
  try {
    const token = readFileSync(file, 'utf8').trim()
    restrict(file, 0o600)
    return token
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** If several processes start at the same moment, the first one's token wins. */
function made(file: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}
