/** Discord's limits, and our own where we stay below them. */
import type { Rate } from '../../bot/core/rates.ts'

const KIB = 1024
const MIB = 1024 * KIB
const MINUTE_MS = 60_000

export const DISCORD = {
  /** Per message, including nested ones. */
  components: 40,
  /** Across all text displays; Discord allows 4,000. */
  characters: 3900,
  /** Discord's servers fail above about 10,170. */
  bytes: 9500,
  attachments: 10,
  /** Discord allows 25 MiB. */
  requestBytes: 24 * MIB,
  /** Unless an interaction allows more. */
  fileBytes: 10 * MIB,
  altText: 1024,
  buttonsInARow: 5,
  buttonLabel: 80,
  selectOptions: 25,
  selectLabel: 100,
  modalTitle: 45,
  modalFields: 5,
  modalLabel: 45,
  labelDescription: 100,
  inputValue: 4000,
  inputPlaceholder: 100,
  commandDescription: 100,
  commandOptions: 25,
  optionChoices: 25,
  choiceText: 100,
  threadName: 100,
  nonce: 25,
} as const

/** Longer code is shown in part and attached in full. */
export const SHOWN = {
  characters: 2000,
  lines: 50,
  excerpt: { headLines: 25, tailLines: 10, characters: 1700 },
  /** Messages per answer; anything longer is attached. */
  messages: 4,
  /** More choices than this become a select. */
  buttons: 10,
  /** Per piece of text. */
  pieceCharacters: 1800,
} as const

/** Rate of revisions between the first and the last: Discord allows about five edits of a message in five seconds. */
export const EDITS: Rate = { burst: 1, perMinute: 60 }

export const TIMES = {
  /** An interaction not answered by then is deferred. Discord gives up after 3 s. */
  firstSignMs: 700,
  /** An interaction's token lives for 15 minutes. */
  tokenMs: 14 * MINUTE_MS,
  /** How long a call that answers an interaction is retried. */
  respondMs: 2000,
  /** Edits of messages up to this age run again. */
  editableMs: 30 * MINUTE_MS,
  /** How long a broken connection may take to resume. */
  resumeMs: 30_000,
  /** How long the gateway may take to become ready. */
  readyMs: 60_000,
  /** How long the connection waits for commands to be registered before it counts as connected. */
  registerMs: 5000,
  /** Discord lets one shard identify every 5 s. */
  identifyMs: 5500,
  /** How long to wait for the gateway to close. */
  goodbyeMs: 1000,
  /** How long answers in progress may take at shutdown. */
  lastWordsMs: 3000,
  /** How long to wait for the list of servers after READY. */
  serversMs: 5000,
} as const

/** Number of direct message channels kept in the cache. */
export const DIRECT_CHANNELS = 10_000

/** Width of a rendered picture in pixels. */
export const PICTURE_WIDTH = 1400
