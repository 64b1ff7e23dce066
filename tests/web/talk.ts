/** The page with a real tutor and a real store, and no jail: for what runs no code. */
import { startWeb, type WebOptions, type WebPage } from '../../adapters/web/connect.ts'
import { type Alarm, alarmBy, type Clock } from '../../bot/core/clock.ts'
import type { Command } from '../../bot/core/command.ts'
import { createPlatforms } from '../../bot/core/platform.ts'
import { leaderboardCommand } from '../../bot/features/leaderboard/command.ts'
import { lessonCommand } from '../../bot/features/lessons/command.ts'
import { quizCommand } from '../../bot/features/quiz/command.ts'
import { GroupQuizzes } from '../../bot/features/quiz/group/runner.ts'
import type { Store } from '../../bot/store/store.ts'
import { loadLessons } from '../../lessons/lessons.ts'
import { memoryStore } from '../store/memory.ts'
import { type TestParts, tutorWith } from '../tutor.ts'
import { NO_PROXY, OPEN } from './access.ts'

type Given = Partial<
  Readonly<{ store: Store; clock: Clock; alarm: Alarm; page: Partial<WebOptions> }>
>

export async function openTalk(commands: readonly Command[], given: Given = {}) {
  return open(() => ({ commands, begin: async () => {}, end: async () => {} }), given)
}

/** With quizzes of groups, and what belongs to them. */
export async function openGroupTalk(given: Given = {}) {
  const catalogue = await loadLessons()
  return open((given) => {
    const parts = { ...given, catalogue }
    const groups = new GroupQuizzes(parts)
    const commands = [
      quizCommand({ ...parts, groups }),
      lessonCommand(parts),
      leaderboardCommand(parts),
    ]
    return { commands, begin: () => groups.look(), end: () => groups.close() }
  }, given)
}

type Commands = Readonly<{
  commands: readonly Command[]
  begin: () => Promise<void>
  end: () => Promise<void>
}>

async function open(make: (parts: TestParts) => Commands, given: Given) {
  const errors: unknown[] = []
  const note = (fields: unknown) => void errors.push(fields)
  const log = { info() {}, warn: note, error: note }
  const platforms = createPlatforms()
  const { clock = Date.now, store = await memoryStore() } = given
  const { alarm = alarmBy(clock) } = given
  let [begin, end] = [async () => {}, async () => {}]
  const tutor = tutorWith({ store, platforms, clock, alarm, log }, (parts) => {
    const made = make(parts)
    begin = made.begin
    end = made.end
    return made.commands
  })
  const page: WebPage = await startWeb({
    tutor,
    store,
    access: OPEN,
    proxy: NO_PROXY,
    host: '127.0.0.1',
    port: 0,
    log,
    clock,
    ...given.page,
  })
  platforms.add(page)
  await begin()
  return {
    url: page.url,
    page,
    platforms,
    store,
    /** What was logged as a bug: nothing, if all is well. */
    errors,
    async close(): Promise<void> {
      await end()
      await page.close()
      await store.close()
    },
  }
}
