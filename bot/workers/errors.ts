/** Why a text was not analysed. */

/** The text took longer than the deadline, or more memory than a thread may have. */
export class TooTangled extends Error {
  override name = 'TooTangled'

  constructor() {
    super('This text is too tangled to analyse.')
  }
}
