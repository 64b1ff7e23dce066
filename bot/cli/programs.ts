/** Reads the files named on the command line and checks them before anything runs. */
import { readFile } from 'node:fs/promises'
import type { Limits } from '../../sandbox/limits.ts'
import type { SourceFile } from '../../sandbox/sandbox.ts'
import { size } from '../lib/text/quantities.ts'
import { EXIT, Refusal } from './exit.ts'

/** `files` are placed next to it. */
export type ProgramFile = Readonly<{ file: string; code: string; files: readonly SourceFile[] }>

/**
 * Reads the programs.
 *
 * @throws {Refusal} naming every file that is missing, unreadable, not UTF-8 or larger than `codeBytes` bytes.
 */
export async function readPrograms(
  files: readonly string[],
  { codeBytes }: Limits,
): Promise<readonly ProgramFile[]> {
  const read = await Promise.all(files.map((file) => readProgram(file, codeBytes)))
  const problems = read.filter((each) => typeof each === 'string')
  if (problems.length > 0) throw new Refusal(EXIT.noInput, problems.join('\n'))
  return read.filter((each) => typeof each !== 'string')
}

/** The program, or what is wrong with the file. */
async function readProgram(file: string, codeBytes: number): Promise<ProgramFile | string> {
  try {
    const content = await readFile(file)
    if (content.length > codeBytes) {
      return `${file} is ${size(content.length)}; a program may be ${size(codeBytes)}`
    }
    return { file, code: UTF8.decode(content), files: [] }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return `${file} ${REASONS[code] ?? `cannot be read (${code})`}`
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
}
