/** How much of the machine a text may take. */
export const WORKERS = {
  /**
   * CPU time for a text. On a machine with an idle core that is also how long it takes; on a busy one, time during which
   * the thread wasn't running is not held against the text.
   */
  deadlineMs: 1_000,
  /** From the moment that a thread begins with a text, however little of the CPU it got. */
  latestMs: 5_000,
  /** Characters: too few to keep a thread for long, whatever they are. They have a thread of their own. */
  light: 1_024,
  /** Characters: longer texts count as long as this one, so that weighing takes little of the event loop's time. */
  weighed: 65_536,
  /** Askers whose recent use differs by less count as equal, and the shorter text goes first. */
  alikeMs: 250,
  /** After this much recent use, an asker's long texts are refused for now: a handful of the worst kind. */
  spentMs: 15_000,
  usageHalfMs: 30_000,
  /** Askers. */
  usageKept: 10_000,
  /** Texts being read or waiting: a whole class may press the same button at the same moment. */
  waiting: { light: 2_000, heavy: 400, heavyOfOne: 20 },
  /** Niceness, as in nice(1), of the threads for long texts. All others, and runs, have 0. */
  heavyNice: 10,
  heapMegabytes: 512,
} as const
