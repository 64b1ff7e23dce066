/** The folder for all that Overlap keeps in files. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

const CHECKOUT = resolve(import.meta.dirname, '..')

/** Makes it where it is missing, for its owner alone. @param dataDir - Relative to the checkout. */
export function dataFolder(dataDir: string): string {
  const folder = resolve(CHECKOUT, dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
