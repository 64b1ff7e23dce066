/** UTC epoch milliseconds. Passed in, so that tests need no sleep. */
export type Clock = () => number

/** Evenly spread in [0, 1). Passed in, so that tests need no luck. */
export type Random = () => number
