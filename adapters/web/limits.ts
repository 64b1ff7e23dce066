/** What the page takes and keeps. */
const KIB = 1024
const MIB = 1024 * KIB

export const WEB = {
  bodyBytes: 6 * MIB,
  /** Of what is being sent at the same time; what is small does not count. */
  bodies: { all: 96 * MIB, address: 48 * MIB },
  smallBytes: 64 * KIB,
  /** A request that has not arrived completely by then is cut off. */
  requestMs: 60_000,
  textCharacters: 256 * KIB,
  attachments: 10,
  /** Bytes of posts that are being answered, not counting small ones: enough for two big files of one person. */
  answered: { all: 128 * MIB, address: 96 * MIB, person: 12 * MIB },
  nameCharacters: 40,
  /** Kept in memory for each channel, and for all of them together; older posts go first. */
  posts: 200,
  channelBytes: 64 * MIB,
  pageBytes: 128 * MIB,
  /** A comment line so often keeps proxies from closing a quiet stream. */
  heartbeatMs: 20_000,
  /** When the server ends, its pages have so long to take what is left for them. */
  lastWordsMs: 1_000,
  /** Those of a browser are up to six. */
  connections: { all: 8_000, address: 4_000 },
  /** Pages open at the same time: a study group of five hundred, some of them twice. */
  streams: { all: 1_200, person: 12, address: 600 },
  /** Connections that the system holds until they are taken; Linux allows 4,096. Beyond them a call waits for seconds. */
  waitingConnections: 4_096,
  /** Longer than a browser keeps a connection that it does not use, so that it is not cut while it asks. */
  quietConnectionMs: 125_000,
  /** Requests of any kind: of one browser, and of one address. */
  requests: { burst: 150, perMinute: 600 },
  addressRequests: { burst: 20_000, perMinute: 60_000 },
  /** How long a refusal is held back, and how many are held back at a time; further requests are cut off. */
  refusalMs: 1_000,
  refusalsWaiting: 2_000,
  /** Posts, edits, presses of one browser. */
  writes: { burst: 30, perMinute: 120 },
  /** A long post counts once for each `tokenBytes`, but no more than `tokensOfOne` times. */
  tokenBytes: 16 * KIB,
  tokensOfOne: 10,
  /** Those of one address, which a school or a proxy may share: five hundred who answer a quiz at one moment. */
  addressWrites: { burst: 2_000, perMinute: 3_000 },
  /** Suggestions for one browser: about one for each key that a fast typist presses. */
  suggestions: { burst: 60, perMinute: 600 },
  /** Wrong tokens of one address. */
  logins: { burst: 10, perMinute: 20 },
  cookieSeconds: 365 * 24 * 3600,
  highlightCharacters: 64 * KIB,
} as const
