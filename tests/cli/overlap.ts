/** Starts the real `overlap`, as its own process. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

export const CHECKOUT = join(import.meta.dirname, '../..')

export function overlap(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [join(CHECKOUT, 'bot/cli.ts'), ...args], {
    env: {
      OVERLAP_DATA_DIR: folder(),
      DATABASE_URL: undefined,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      ...env,
    },
    reject: false,
    stripFinalNewline: false,
    timeout: 50_000,
  })
}

/** Resolves with the output once it matches; throws when the process ends without. */
export function output(running: Readonly<{ stdout: Readable }>, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = ''
    running.stdout.on('data', (piece) => {
      seen += piece
      if (pattern.test(seen)) resolve(seen)
    })
    running.stdout.once('end', () => reject(new Error(`ended without ${pattern}: ${seen}`)))
  })
}

/** A folder for one test that jails can reach too. */
export function folder(): string {
  const path = lastingFolder()
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** The same, for all tests of a file, which has to remove it. */
export function lastingFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'overlap-cli-'))
  chmodSync(path, 0o755)
  return path
}

/** Writes programs and gives their paths, in order. */
export function programs(...codes: readonly string[]): string[] {
  const base = folder()
  return codes.map((code, index) => {
    const path = join(base, `program${index}.py`)
    writeFileSync(path, code)
    return path
  })
}
