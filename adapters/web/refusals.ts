/** What the page is told when a request is refused. */
import { HTTPException } from 'hono/http-exception'
import { UserError } from '../../bot/core/errors.ts'
import type { Log } from '../../bot/core/log.ts'

export const REFUSALS = {
  nothingHere: "There's nothing here.",
  notUnderstood: "I couldn't read that.",
  logIn: 'Log in first.',
  noName: 'Choose a name first.',
  slowDown: "You're going a bit fast. Try again in a few seconds.",
  onlyAdmins: 'Only admins can see this.',
  tooBig: "That's too big to send.",
  noLength: 'Content-Length is missing.',
  tooManyFiles: "I'm still busy with other files. Send this one again in a few seconds.",
  tooManyPages: 'Too many pages are open right now.',
} as const

/** Creates a JSON response with an error message. */
export function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

/** Turns a thrown error into a response: the message for a user's mistake, an id in the log for a bug. */
export function refusal(error: Error, { log, newId }: { log: Log; newId: () => string }): Response {
  if (error instanceof UserError) return refuse(400, error.message)
  if (error instanceof HTTPException) return error.getResponse()
  const bug = newId().slice(0, 8)
  log.error({ bug, err: error }, 'bug')
  return refuse(500, `Something went wrong on my side. It's logged as bug ${bug}.`)
}
