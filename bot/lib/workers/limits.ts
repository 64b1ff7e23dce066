/** What parsing one text may cost. */
export const WORKERS = {
  /**
   * CPU time for a text, ms. With an idle core, that is also its wall-clock time; on a busy machine, time when the thread
   * wasn't running doesn't count.
   */
  deadlineMs: 1_000,
  /** Wall-clock limit, ms, from when a thread starts on a text, however little CPU it got. */
  latestMs: 5_000,
  /** Characters: texts up to this length can't keep a thread busy for long, and have a thread of their own. */
  light: 1_024,
  /** Characters: longer texts count as this long, so that weighing them costs the event loop little. */
  weighed: 65_536,
  /** Askers whose recent use differs by less than this (ms) are equal; then the shorter text goes first. */
  alikeMs: 250,
  /** Above this much recent use (ms), an asker's long texts are refused for now: a handful of the worst kind. */
  spentMs: 15_000,
  usageHalfMs: 30_000,
  /** Askers to remember. */
  usageKept: 10_000,
  /** Texts being read or waiting: a whole class may press the same button at the same moment. */
  waiting: { light: 2_000, heavy: 400, heavyOfOne: 20 },
  /** Niceness, as in nice(1), of the threads for long texts. All others, and runs, have 0. */
  heavyNice: 10,
  heapMegabytes: 512,
} as const
