/** Reads text on worker threads and caches recent results. */
import { LRUCache } from 'lru-cache'
import { LIMITS } from '../../sandbox/limits.ts'
import type { Attachment } from '../core/request.ts'
import { TooComplexError } from '../lib/workers/errors.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Cleaned } from './clean.ts'
import { safeName } from './names.ts'
import { checkedSize, type Program, type Reading } from './program.ts'

const call = offThread<typeof import('./read.task.ts')>(new URL('./read.task.ts', import.meta.url))

/** Caches recent results, so the page, the tutor and the command parse a text only once. */
const latest = new LRUCache<string, Promise<Reading | null>>({
  max: 16,
  memoMethod: (text) => call('read', text, []),
})

/**
 * Reads the program from a message and its attachments; null if there is none. The rules are in `program.ts`.
 *
 * @throws {TooComplexError} when parsing takes too long.
 * @throws {UserError} when it exceeds a size limit, or too many texts are waiting.
 */
export async function read(
  text: string,
  attachments: readonly Attachment[] = [],
): Promise<Reading | null> {
  if (attachments.length > 0 || text.length > LIMITS.codeBytes) {
    const reading = await call('read', text, withoutData(attachments))
    if (reading === null) return null
    const withFiles = (program: Program) => withData(program, attachments)
    const { program, separate } = reading
    const programs = separate?.programs.map((each) => ({
      ...each,
      program: withFiles(each.program),
    }))
    return {
      ...reading,
      program: withFiles(program),
      separate: separate && { ...separate, programs: programs ?? [] },
    }
  }
  return latest.memo(text)
}

/**
 * Reads the program given to a command: the marked program, or the whole text if none is marked or the text is too
 * complex to analyse.
 *
 * @throws {UserError} when it exceeds a size limit, or too many texts are waiting.
 */
export async function readOutright(
  text: string,
  attachments: readonly Attachment[] = [],
): Promise<Program> {
  const sources = withoutData(attachments)
  try {
    const reading = await read(text, attachments)
    if (reading) return reading.program
    return withData(await call('whole', text, sources), attachments)
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error
    return withData(await call('asItStands', text, sources), attachments)
  }
}

/**
 * Repairs pasted Python; returns it unchanged if it is too complex to analyse.
 *
 * @throws {UserError} when too many texts are waiting.
 */
export async function repaired(text: string): Promise<Cleaned> {
  try {
    return await call('repaired', text)
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error
    return { code: text, notes: [] }
  }
}

/**
 * Only Python files are parsed, so the content of other files, up to megabytes, isn't copied to the worker and back.
 */
function withoutData(attachments: readonly Attachment[]): readonly Attachment[] {
  return attachments.map((each) => (isSource(each) ? each : { ...each, content: NOTHING }))
}

const NOTHING = new Uint8Array()

function withData(program: Program, attachments: readonly Attachment[]): Program {
  const data = attachments.filter((each) => !isSource(each))
  const files = program.files.map((file) => {
    const at = data.findIndex(({ name }) => safeName(name) === file.name)
    const [found] = file.content.byteLength === 0 && at >= 0 ? data.splice(at, 1) : []
    return found ? { ...file, content: found.content } : file
  })
  return checkedSize({ ...program, files })
}

function isSource({ name }: Attachment): boolean {
  return safeName(name).endsWith('.py')
}

/**
 * Returns the text outside the fenced blocks.
 *
 * @throws {TooComplexError} when parsing takes too long.
 * @throws {UserError} when too many texts are waiting.
 */
export function beside(text: string): Promise<string> {
  return call('beside', text)
}

/**
 * Tells whether text without a fence looks like a program; false if it is too complex to analyse.
 *
 * @throws {UserError} when too many texts are waiting.
 */
export async function isPython(text: string): Promise<boolean> {
  try {
    return await call('isPython', text)
  } catch (error) {
    if (error instanceof TooComplexError) return false
    throw error
  }
}
