/** Why a text was not analysed. */

/** The text exceeded the time limit for its length, the overall time limit, or the memory of a thread. */
export class TooComplexError extends Error {
  override name = 'TooComplexError'

  constructor() {
    super('This text is too complex to analyse.')
  }
}
