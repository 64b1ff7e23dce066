/** Slack's limits, and our own where we stay below one. */
import type { Rate } from '../../bot/core/rates.ts'

const MINUTE_MS = 60_000

export const SLACK = {
  /** A message takes 50; one is left for the Delete button. */
  messageBlocks: 49,
  viewBlocks: 100,
  /** A message takes about 13,200 characters before `msg_blocks_too_long`. */
  messageCharacters: 11_000,
  /** Of one rich text block; a section takes 3,000, and some clients hold rich text to the same. */
  blockCharacters: 2900,
  /** Messages of one answer; what is longer is attached. */
  answerMessages: 4,
  /** The fall-back of blocks, for notifications and screen readers. */
  fallbackCharacters: 1500,
  actionElements: 25,
  /** More choices than this become a select. */
  buttonsInARow: 10,
  selectOptions: 100,
  buttonText: 75,
  optionText: 75,
  placeholder: 150,
  altText: 1000,
  viewTitle: 24,
  viewSubmit: 24,
  inputLabel: 2000,
  inputValue: 3000,
  privateMetadata: 3000,
  markdownText: 12_000,
  /** Text that opens in a window of its own; longer text stands in the message. */
  foldCharacters: 10_000,
} as const

/** From how much on code is shown in part, and attached whole. */
export const SHOWN = {
  characters: 2400,
  lines: 60,
  excerpt: { headLines: 30, tailLines: 10, characters: 2000 },
} as const

/** Calls a minute of a method that a workspace takes: 50 of tier 3, 100 of tier 4, the burst counted (https://docs.slack.dev/apis/web-api/rate-limits). */
export const RATES: Readonly<Record<string, Rate>> = {
  'chat.update': { burst: 10, perMinute: 40 },
  'chat.appendStream': { burst: 20, perMinute: 80 },
}

/** Of a `response_url`, which Slack takes 5 times in 30 minutes (https://docs.slack.dev/interactivity/handling-user-interaction). */
export const RESPONSES = {
  uses: 5,
  forMs: 30 * MINUTE_MS,
  patienceMs: 5000,
  remembered: 10_000,
} as const

export const TIMES = {
  /** An edit of a message this old runs again. */
  editableMs: 30 * MINUTE_MS,
  /** Names, time zones and rights of people are asked for again. */
  personMs: MINUTE_MS,
  /** One call of the API. */
  callMs: 10_000,
} as const

/** Direct conversations that are remembered. */
export const DIRECT_CHANNELS = 10_000

/** Of a picture that is drawn, pixels. */
export const PICTURE_WIDTH = 1400
