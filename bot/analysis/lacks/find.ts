/** Finds what a program needed but didn't have, where the error alone says so. */
import { missingArguments } from './arguments.ts'
import type { Failed, Lack } from './lack.ts'
import { missingLibrary } from './library.ts'
import { otherVersion } from './version.ts'

/** Returns what was missing; null where nothing of this kind was. */
export function lackOf(failed: Failed): Lack | null {
  return missingLibrary(failed) ?? otherVersion(failed) ?? missingArguments(failed)
}
