/** What the page is told when something is not done. */
import { HTTPException } from 'hono/http-exception'
import { UserError } from '../../bot/core/errors.ts'
import type { Log } from '../../bot/core/log.ts'

export const REFUSALS = {
  nothingHere: 'There is nothing here.',
  notUnderstood: 'I could not read that.',
  logIn: 'Log in first.',
  noName: 'Choose a name first.',
  slowDown: 'That is a lot in a short time. Try again in a few seconds.',
  onlyAdmins: 'Only admins can see this.',
  tooBig: 'That is too big to send.',
  noLength: 'Say how long it is: Content-Length is missing.',
  tooManyFiles: 'I am still busy with other files. Send this one again in a few seconds.',
  tooManyPages: 'Too many pages are open at the moment.',
} as const

export function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

/** A thrown error as an answer: kind for people's mistakes, an id for a bug. */
export function refusal(error: Error, { log, newId }: { log: Log; newId: () => string }): Response {
  if (error instanceof UserError) return refuse(400, error.message)
  if (error instanceof HTTPException) return error.getResponse()
  const bug = newId().slice(0, 8)
  log.error({ bug, err: error }, 'bug')
  return refuse(500, `Something is wrong on my side. It is noted as bug ${bug}.`)
}
