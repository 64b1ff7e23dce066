/** Errors that the tutor knows how to say. */

/**
 * An error that the person can mend. `message` is plain text, fit for a chat: no path, secret or stack.
 * Everything else that is thrown is a bug: logged whole, and shown as an id only.
 */
export class UserError extends Error {
  override name = 'UserError'
  /** How to write it right, shown as code. */
  readonly usage: string | undefined

  constructor(message: string, usage?: string) {
    super(message)
    this.usage = usage
  }
}

/** The database does not answer, or can write nothing now; later it may. Whether the last thing asked of it was done is not known. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}
