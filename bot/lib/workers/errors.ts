/** Why a text was not analysed. */

/** The text took longer than a text of its length may, or than any may, or more memory than a thread has. */
export class TooComplexError extends Error {
  override name = 'TooComplexError'

  constructor() {
    super('This text is too complex to analyse.')
  }
}
