/** Turns web events into requests for the core, and validates what comes from outside. */
import type { Context } from 'hono'
import { z } from 'zod'
import { UserError } from '../../../bot/core/errors.ts'
import type { Action, Block } from '../../../bot/core/message.ts'
import type { Request } from '../../../bot/core/request.ts'
import { WEB } from '../limits.ts'
import { REFUSALS } from '../refusals.ts'

export const nameBody = z.strictObject({ name: z.string().max(200) })

export const editBody = z.strictObject({ text: z.string().max(WEB.textCharacters) })

export const actionBody = z.strictObject({
  block: z.number().int().min(0),
  choice: z.number().int().min(0).default(0),
  fields: z.record(z.string().max(100), z.string().max(WEB.textCharacters)).default({}),
})

const draftBody = z.object({
  text: z.string().max(WEB.textCharacters).default(''),
  run: z.stringbool().default(false),
  file: z.array(z.instanceof(File)).default([]),
})

/**
 * Reads and validates a JSON body.
 *
 * @throws {UserError} when it isn't JSON, is too big or has another shape.
 */
export async function readJson<Schema extends z.ZodType>(
  { req }: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return checked(schema, await understood(req.json()))
}

/**
 * Reads a new post: a form with text and files.
 *
 * @throws {UserError} when the form can't be read, has too many files, is too long or is empty.
 */
export async function readDraft({ req }: Context) {
  const form = await understood(req.formData())
  const { text, run, file } = checked(draftBody, {
    text: form.get('text') ?? undefined,
    run: form.get('run') ?? undefined,
    file: form.getAll('file'),
  })
  if (file.length > WEB.attachments) {
    throw new UserError(`At most ${WEB.attachments} files at a time.`)
  }
  if (text.trim() === '' && file.length === 0) throw new UserError('Write something first.')
  const attachments = await Promise.all(
    file.map(async (each) => ({
      name: each.name,
      content: new Uint8Array(await each.arrayBuffer()),
    })),
  )
  return { text: text.replace(/\r\n/g, '\n'), outright: run, attachments }
}

/**
 * Waits for a parsed body. Whatever the runtime throws for a malformed body, it isn't the server's fault.
 *
 * @throws {UserError} when the body can't be parsed.
 */
export async function understood<Body>(body: Promise<Body>): Promise<Body> {
  try {
    return await body
  } catch {
    throw new UserError(REFUSALS.notUnderstood)
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const isTooBig = parsed.error.issues[0]?.code === 'too_big'
  throw new UserError(isTooBig ? REFUSALS.tooBig : REFUSALS.notUnderstood)
}

/** What is asked: typed text, or a command with its options. */
export type Asked = Pick<Request, 'text' | 'command' | 'options'>

/** Returns what a post asks. `outright`: sent with the Run button, so the whole text is the program. */
export function askedBy({ text, outright }: Readonly<{ text: string; outright: boolean }>): Asked {
  return outright ? { command: 'run', options: { code: text } } : { text }
}

/**
 * Returns the action of choice number `choice`, or of the submitted form, in a block; null if it has none. Fields
 * that the form doesn't have are ignored.
 */
export function actionOf(
  block: Block | undefined,
  choice: number,
  fields: Readonly<Record<string, unknown>>,
): Action | null {
  if (block?.kind === 'choices') return block.choices[choice]?.action ?? null
  if (block?.kind !== 'form') return null
  const given = block.fields.map(({ name }) => [name, fields[name] ?? ''] as const)
  return { ...block.action, options: { ...block.action.options, ...Object.fromEntries(given) } }
}
