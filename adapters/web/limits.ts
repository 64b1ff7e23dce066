/** What the page accepts and keeps. */
const KIB = 1024
const MIB = 1024 * KIB

export const WEB = {
  bodyBytes: 6 * MIB,
  /** Bytes received at the same time; small bodies don't count. */
  bodies: { all: 96 * MIB, address: 48 * MIB },
  smallBytes: 64 * KIB,
  /** A request that hasn't arrived completely by then is cut off. */
  requestMs: 60_000,
  textCharacters: 256 * KIB,
  attachments: 10,
  /** Bytes of posts being answered, not counting small ones: enough for two big files from one person. */
  answered: { all: 128 * MIB, address: 96 * MIB, person: 12 * MIB },
  nameCharacters: 40,
  /** Kept in memory for each channel, and for all together; older posts are dropped first. */
  posts: 200,
  channelBytes: 64 * MIB,
  pageBytes: 128 * MIB,
  /** Interval of comment lines that keep proxies from closing a quiet stream. */
  heartbeatMs: 20_000,
  /** How long open pages may take to receive their last changes when the server stops. */
  lastWordsMs: 1_000,
  /** A browser opens up to six. */
  connections: { all: 8_000, address: 4_000 },
  /** Pages open at the same time: a study group of five hundred, some of them with two. */
  streams: { all: 1_200, person: 12, address: 600 },
  /**
   * Connections that the system queues until they are accepted; Linux allows 4,096. Beyond that, a client waits for
   * seconds.
   */
  waitingConnections: 4_096,
  /** Longer than browsers keep an idle connection, so that it isn't closed just as they use it. */
  quietConnectionMs: 125_000,
  /** Requests of any kind, per browser and per address. */
  requests: { burst: 150, perMinute: 600 },
  addressRequests: { burst: 20_000, perMinute: 60_000 },
  /** How long a refusal is delayed, and how many are delayed at the same time; further requests are cut off. */
  refusalMs: 1_000,
  refusalsWaiting: 2_000,
  /** Posts, edits and button presses of one browser. */
  writes: { burst: 30, perMinute: 120 },
  /** A long post counts once per `tokenBytes`, but at most `tokensOfOne` times. */
  tokenBytes: 16 * KIB,
  tokensOfOne: 10,
  /**
   * The same for one address, which a school or a proxy may share: five hundred people who answer a quiz at the same
   * moment.
   */
  addressWrites: { burst: 2_000, perMinute: 3_000 },
  /** Suggestions for one browser: about one per key press of a fast typist. */
  suggestions: { burst: 60, perMinute: 600 },
  /** Wrong tokens from one address. */
  logins: { burst: 10, perMinute: 20 },
  cookieSeconds: 365 * 24 * 3600,
  highlightCharacters: 64 * KIB,
} as const
