/** Tips that come to the channel by themselves, and who may say when. */
import { describe, expect, test } from 'vitest'
import { type Cast, says } from '../cast.ts'
import { answerRightly } from '../quiz-answers.ts'

const DAY_MS = 24 * 60 * 60_000

export function tips(cast: Cast): void {
  describe('tips', () => {
    test('an admin schedules them, sees the next five dates, and each comes in its time, once', async () => {
      const { stage, bob } = cast()
      const eve = await stage.member('Eve', { admin: true })
      const plan = { time: '09:00', zone: 'Asia/Kathmandu', days: 'daily', as: 'quiz', grace: '24' }
      const seen = await eve.answer(await eve.command('tips', { do: 'preview', ...plan }))
      expect(seen.onlyYou).toBe(true)
      expect(seen.text).toContain('Asia/Kathmandu')
      expect(seen.text.match(/\b\d\d:\d\d\b/g)?.length).toBeGreaterThanOrEqual(6)
      const set = await eve.answer(await eve.press(seen, 'Schedule it'))
      expect(set.text).toMatch(/Schedule \d+ is set\./)
      expect(set.text).toMatch(/Set by\W+Eve/)

      stage.advance(DAY_MS)
      const first = await bob.sees(says('Question for everyone'))
      const told = await bob.answer(await answerRightly(bob, first))
      expect(told.text).toContain('Right.')
      expect(told.onlyYou).toBe(true)

      const paused = await eve.answer(await eve.press(set, 'Pause'))
      expect(paused.text).toMatch(/Schedule \d+ is paused\./)
      stage.advance(3 * DAY_MS)
      const resumed = await eve.answer(await eve.press(paused, 'Resume'))
      expect(resumed.text).toMatch(/Schedule \d+ is resumed\./)
      stage.advance(DAY_MS)
      const isNew = says('Last time 1 of 1 were right.')
      const second = await bob.sees(isNew)
      expect(second.id).not.toBe(first.id)
      const all = await bob.visible()
      expect(all.filter(says('Question for everyone'))).toHaveLength(2)

      const stopped = await eve.answer(await eve.press(resumed, 'Stop'))
      expect(stopped.text).toMatch(/Schedule \d+ is stopped\./)
    })

    test('a time zone that is not there is answered with the nearest, and members may not schedule', async () => {
      const { stage, ada } = cast()
      const eve = await stage.member('Eve', { admin: true })
      const words = { do: 'schedule', words: '09:00 Europe/Berln weekdays' }
      const wrong = await eve.answer(await eve.command('tips', words))
      expect(wrong.text).toContain('Europe/Berlin')
      const refused = await ada.answer(await ada.command('tips', words))
      expect(refused.text).toContain('Only admins can use /tips.')
      const one = await ada.answer(await ada.command('tip'))
      expect(one.text).toContain('Tip.')
      expect(one.onlyYou).toBe(true)
    })
  })
}
