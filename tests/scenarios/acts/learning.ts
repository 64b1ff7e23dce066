/** Lessons, quizzes, reviews and challenges of one person. */
import { describe, expect, test } from 'vitest'
import { loadLessons } from '../../../lessons/lessons.ts'
import type { Cast } from '../cast.ts'
import { answerRightly, answerWrongly } from '../quiz-answers.ts'

const DAY_MS = 24 * 60 * 60_000

const { lessons } = await loadLessons()

export function learning(cast: Cast): void {
  describe('learning alone', () => {
    test('a lesson is opened, its example runs, and the next one follows', async () => {
      const { stage } = cast()
      const [first, second] = lessons
      const cleo = await stage.member('Cleo')
      const page = await cleo.answer(await cleo.command('lesson', { name: '1' }))
      expect(page.onlyYou).toBe(true)
      expect(page.text).toContain(first?.title)
      expect(page.text).toContain(first?.examples[0]?.code.trim().split('\n')[0])
      const ran = await cleo.answer(await cleo.fill(page, 'Run this example', {}))
      expect(ran.text).toMatch(/Time\W+\d/)
      const next = await cleo.answer(await cleo.press(page, 'Next'))
      expect(next.text).toContain(`Lesson 2: ${second?.title}`)
      const list = await cleo.answer(await cleo.command('lesson'))
      expect(list.text).toContain('(opened)')
      expect(list.buttons).toHaveLength(lessons.length)
    })

    test('a quiz explains each answer, counts them, and asks what was missed again', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      const first = await cleo.answer(await cleo.command('quiz', { questions: 3, topic: '1' }))
      expect(first.text).toContain('Question 1 of 3')
      expect(first.onlyYou).toBe(true)
      const second = await cleo.answer(await answerWrongly(cleo, first))
      expect(second.text).toContain('Not quite.')
      expect(second.text).toContain('The right answer')
      const third = await cleo.answer(await answerRightly(cleo, second))
      expect(third.text).toContain('Right.')
      const end = await cleo.answer(await answerRightly(cleo, third))
      expect(end.text).toContain('2 of 3 right.')
      const again = await cleo.answer(await cleo.press(end, 'Retry missed questions'))
      expect(again.text).toContain('Question 1 of 1')
      const last = await cleo.answer(await answerRightly(cleo, again))
      expect(last.text).toContain('1 of 1 right.')
    })

    test('what was answered wrong is due again the next day, and shows in the progress', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      const first = await cleo.answer(await cleo.command('quiz', { questions: 1, topic: '2' }))
      await cleo.answer(await answerWrongly(cleo, first))
      const progress = await cleo.answer(await cleo.command('progress'))
      expect(progress.text).toMatch(/Answers\W+1, 0 % right/)
      expect(progress.pictures).toBe(1)
      const early = await cleo.answer(await cleo.command('review'))
      expect(early.text).toContain('Nothing is due')
      stage.advance(2 * DAY_MS)
      const due = await cleo.answer(await cleo.command('review'))
      expect(due.text).toContain('1 question due.')
      const known = await cleo.answer(await answerRightly(cleo, due))
      expect(known.text).toContain('Right.')
      expect(known.text).toContain('Nothing is due')
    })

    test('a challenge is failed with its starter, hinted at, and passed with a right answer', async () => {
      const { stage } = cast()
      // One whose answers are not timed: this machine may be busy.
      const lesson = lessons.find(({ slug }) => slug === 'coroutines')
      if (!lesson?.exercise) throw new Error('no challenge')
      const { title, starter, solution, hints } = lesson.exercise
      const cleo = await stage.member('Cleo')
      const task = await cleo.answer(await cleo.command('challenge', { name: `${lesson.number}` }))
      expect(task.text).toContain(title)
      const failed = await cleo.answer(
        await cleo.fill(task, 'Check my answer', { Python: starter }),
      )
      expect(failed.text).toContain('Not yet:')
      const hint = await cleo.answer(await cleo.press(failed, 'Show a hint'))
      expect(hint.text).toContain(`Hint 1 of ${hints.length}`)
      const passed = await cleo.answer(
        await cleo.fill(failed, 'Check my answer', { Python: solution }),
      )
      expect(passed.text).toContain(`Passed: “${title}”`)
    })
  })
}
