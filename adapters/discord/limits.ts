/** Discord's limits, and our own where we stay below one. */
import type { Rate } from '../../bot/core/rates.ts'

const KIB = 1024
const MIB = 1024 * KIB
const MINUTE_MS = 60_000

export const DISCORD = {
  /** Of a message, nested ones counted. */
  components: 40,
  /** Over all text displays; it takes 4,000. */
  characters: 3900,
  /** Servers fail above about 10,170. */
  bytes: 9500,
  attachments: 10,
  /** It takes 25 MiB. */
  requestBytes: 24 * MIB,
  /** Unless an interaction says that it may be more. */
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

/** From how much on code is shown in part, and attached whole. */
export const SHOWN = {
  characters: 2000,
  lines: 50,
  excerpt: { headLines: 25, tailLines: 10, characters: 1700 },
  /** Messages of one answer; what is longer is attached. */
  messages: 4,
  /** More choices than this become a select. */
  buttons: 10,
  /** Of one piece of text. */
  pieceCharacters: 1800,
} as const

/** Revisions of an answer between its first and its last: Discord takes about five edits of a message in five seconds. */
export const EDITS: Rate = { burst: 1, perMinute: 60 }

export const TIMES = {
  /** An interaction that is not answered by then is told to wait. Discord gives up after 3 s. */
  firstSignMs: 700,
  /** Its token lives for 15 minutes. */
  tokenMs: 14 * MINUTE_MS,
  /** For a call that answers an interaction, made again until then. */
  respondMs: 2000,
  /** An edit of a message this old runs again. */
  editableMs: 30 * MINUTE_MS,
  /** For a connection that broke to be resumed. */
  resumeMs: 30_000,
  /** Until the gateway says that it is ready. */
  readyMs: 60_000,
  /** For commands to be registered before it counts as connected. */
  registerMs: 5000,
  /** Discord lets one shard identify in 5 s. */
  identifyMs: 5500,
  /** For the gateway to say goodbye. */
  goodbyeMs: 1000,
  /** For answers under way when all ends. */
  lastWordsMs: 3000,
  /** For servers to be told of after READY. */
  serversMs: 5000,
} as const

/** Direct message channels that are remembered. */
export const DIRECT_CHANNELS = 10_000

/** Of a picture that is drawn, pixels. */
export const PICTURE_WIDTH = 1400
