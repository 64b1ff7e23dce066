/** Errors that the tutor can explain to the person who asked. */

/**
 * An error that the person can fix. `message` is plain text that is safe to show in a chat: no path, secret or stack.
 * An error that the tutor has no message for is a bug: it is logged in full, and only its id is shown.
 */
export class UserError extends Error {
  override name = 'UserError'
  /** How to write it correctly, shown as code. */
  readonly usage: string | undefined

  constructor(message: string, usage?: string) {
    super(message)
    this.usage = usage
  }
}

/** The database is temporarily unreachable or not writable. Whether the failed call took effect is unknown. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}
