/** A quiz for the group of a channel. */
import { describe, expect, test } from 'vitest'
import { GROUP } from '../../../bot/features/quiz/group/state.ts'
import { type Cast, says } from '../cast.ts'
import { innocent } from '../hostile.ts'
import { answerRightly, answerWrongly } from '../quiz-answers.ts'
import type { Member, Seen } from '../stage.ts'

export function together(cast: Cast): void {
  describe('learning together', () => {
    test('five people answer a quiz, change once, are told nothing before time, and stand on a podium', async () => {
      const { stage } = cast()
      // A name is somebody else's text as well.
      const names = ['Gil', '[Hal](https://evil.example)', 'Ida', 'Jon', 'Kim']
      const group = await Promise.all(names.map((name) => stage.member(name)))
      const [gil, hal, ida, jon, kim] = group as [Member, Member, Member, Member, Member]
      const quiz = { who: 'group', questions: 2, seconds: 20, topic: '3' }
      const begun = await gil.answer(await gil.command('quiz', quiz))
      expect(begun.text).toContain('Quiz for everyone: 2 questions')
      const second = await hal.answer(await hal.command('quiz', quiz))
      expect(second.text).toContain('A quiz is already running in this channel.')
      stage.advance(GROUP.leadMs)

      const asks = (at: number) => (seen: Seen) =>
        seen.text.includes(`Question ${at} of 2`) && seen.buttons.includes('Stop the quiz')
      const [mine, his, hers, johns, kims] = await Promise.all(
        group.map((member) => member.sees(asks(1))),
      )
      if (!mine || !his || !hers || !johns || !kims) throw new Error('not everybody sees it')
      const noted = await gil.answer(await answerRightly(gil, mine))
      expect(noted.text).toContain('Answer locked in.')
      expect(noted.onlyYou).toBe(true)
      await hal.answer(await answerWrongly(hal, his))
      const changed = await hal.answer(await answerRightly(hal, his), says('Changed.'))
      expect(changed.onlyYou).toBe(true)
      const final = await hal.answer(await answerWrongly(hal, his), says('so this one stays'))
      expect(final.text).toContain("You've already changed your answer once")
      await ida.answer(await answerWrongly(ida, hers))
      await jon.answer(await answerWrongly(jon, johns))
      const refused = await kim.answer(await kim.press(kims, 'Stop the quiz'))
      expect(refused.text).toContain('Only the host of the quiz or an admin can do that.')
      stage.advance(10_000)
      await kim.answer(await answerRightly(kim, kims))
      const late = await stage.member('Late')
      await late.sees(asks(1))
      const told = (await late.visible()).filter(says('Question 1 of 2: the answer'))
      expect(told).toEqual([])

      stage.advance(10_001)
      const shown = await late.sees(says('Question 1 of 2: the answer'))
      expect(shown.text).toContain('3 of 5 right')
      expect(shown.text).toMatch(/Points so far/)
      innocent(shown)
      stage.advance(GROUP.readMs)
      const last = await gil.sees(asks(2))
      await gil.answer(await answerRightly(gil, last), says('Answer locked in.'))
      stage.advance(20_001)
      await gil.sees(says('Question 2 of 2: the answer'))
      stage.advance(GROUP.readMs)
      const podium = await ida.sees(says('The quiz is over.'))
      expect(podium.text).toMatch(/1st\W+Gil/)
      expect(podium.text).toContain('[Hal](')
      innocent(podium)
      const rank = await kim.answer(
        await kim.press(await kim.sees(says('The quiz is over.')), 'My rank'),
      )
      expect(rank.text).toMatch(/You're number 3 of 5/)
      expect(rank.onlyYou).toBe(true)
      const board = await ida.answer(await ida.command('leaderboard'))
      expect(board.text).toMatch(/\bGil\b/)
      innocent(board)
    })

    test('whoever began a quiz stops it, and the channel is free for the next one', async () => {
      const { stage, bob } = cast()
      const gil = await stage.member('Gil')
      const quiz = { who: 'group', questions: 3, seconds: 0, topic: '4' }
      const begun = await gil.answer(await gil.command('quiz', quiz))
      await gil.answer(await gil.press(begun, 'Stop the quiz'), says('Quiz stopped.'))
      await bob.sees(says('The quiz was stopped.'))
      const next = await gil.answer(await gil.command('quiz', quiz))
      expect(next.text).toContain('Quiz for everyone')
      await gil.answer(await gil.press(next, 'Stop the quiz'), says('Quiz stopped.'))
    })
  })
}
