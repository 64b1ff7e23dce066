/** Reads texts on worker threads, each of them once where it is asked about more often. */
import { LRUCache } from 'lru-cache'
import { LIMITS } from '../../sandbox/limits.ts'
import type { Attachment } from '../core/request.ts'
import { TooComplexError } from '../lib/workers/errors.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Cleaned } from './clean.ts'
import { safeName } from './names.ts'
import { checkedSize, type Program, type Reading } from './program.ts'

const call = offThread<typeof import('./read.task.ts')>(new URL('./read.task.ts', import.meta.url))

/** What was read last, so that the page, the tutor and the command read a text once. */
const latest = new LRUCache<string, Promise<Reading | null>>({
  max: 16,
  memoMethod: (text) => call('read', text, []),
})

/**
 * The program in a message and what is attached to it; null where there is none. `program.ts` has the rules.
 *
 * @throws {TooComplexError} It takes too long to find out.
 * @throws {UserError} It is too long to run.
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

/** The program of a command that was given outright; the whole text where none is marked, or the text is too tangled to tell. */
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

/** Python repaired as pasted code is; as it stands where it is too tangled to tell. */
export async function repaired(text: string): Promise<Cleaned> {
  try {
    return await call('repaired', text)
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error
    return { code: text, notes: [] }
  }
}

/** Only Python is looked at. What else there is, up to megabytes, need not be copied to a thread and back. */
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

/** What is written beside the blocks of a text. */
export function beside(text: string): Promise<string> {
  return call('beside', text)
}

/** Whether text without a fence is a program. False where it is too tangled to tell. */
export async function isPython(text: string): Promise<boolean> {
  try {
    return await call('isPython', text)
  } catch (error) {
    if (error instanceof TooComplexError) return false
    throw error
  }
}
