/** Slack's limits, and our own where we stay below them. */
import type { Rate } from '../../bot/core/rates.ts'

const MINUTE_MS = 60_000

export const SLACK = {
  /** Slack allows 50; one is left for the Delete button. */
  messageBlocks: 49,
  viewBlocks: 100,
  /** Slack allows about 13,200 characters before `msg_blocks_too_long`. */
  messageCharacters: 11_000,
  /** Per rich text block; a section allows 3,000, and some clients apply the same limit to rich text. */
  blockCharacters: 2900,
  /** Messages per answer; anything longer is attached. */
  answerMessages: 4,
  /** The text fallback of blocks, for notifications and screen readers. */
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
  /** Longest text that opens in a modal; longer text is shown in the message. */
  foldCharacters: 10_000,
} as const

/** Longer code is shown in part and attached in full. */
export const SHOWN = {
  characters: 2400,
  lines: 60,
  excerpt: { headLines: 30, tailLines: 10, characters: 2000 },
} as const

/**
 * Calls per minute of a method in one workspace: Slack allows 50 for tier 3 and 100 for tier 4, including the burst
 * (https://docs.slack.dev/apis/web-api/rate-limits).
 */
export const RATES: Readonly<Record<string, Rate>> = {
  'chat.update': { burst: 10, perMinute: 40 },
  'chat.appendStream': { burst: 20, perMinute: 80 },
}

/**
 * Limits of a `response_url`: Slack accepts 5 uses within 30 minutes
 * (https://docs.slack.dev/interactivity/handling-user-interaction).
 */
export const RESPONSES = {
  uses: 5,
  forMs: 30 * MINUTE_MS,
  patienceMs: 5000,
  remembered: 10_000,
} as const

export const TIMES = {
  /** Edits of messages up to this age run again. */
  editableMs: 30 * MINUTE_MS,
  /** How long names, time zones and rights are cached. */
  personMs: MINUTE_MS,
  /** Timeout of one API call. */
  callMs: 10_000,
} as const

/** Number of direct conversations kept in the cache. */
export const DIRECT_CHANNELS = 10_000

/** Width of a rendered picture in pixels. */
export const PICTURE_WIDTH = 1400
