/** What admins may, and others may not. */
import { describe, expect, test } from 'vitest'
import { type Cast, python } from '../cast.ts'

export function admins(cast: Cast): void {
  describe('what admins may', () => {
    test('a member is told that a command is for admins, and does not see it in the help', async () => {
      const { ada } = cast()
      const answer = await ada.answer(await ada.command('settings'))
      expect(answer.text).toContain('Only admins can use /settings.')
      expect((await ada.answer(await ada.command('help'))).text).not.toContain('/settings')
    })

    test('an admin sets how much may be run, names another admin, and sees who changed what', async () => {
      const { stage } = cast()
      const eve = await stage.member('Eve', { admin: true })
      const fay = await stage.member('Fay')
      const page = await eve.answer(await eve.command('settings'))
      expect(page.onlyYou).toBe(true)
      const one = await eve.answer(await eve.press(page, 'Runs'))
      const set = await eve.answer(await eve.fill(one, 'Change', { '1 to 10000': '1' }))
      expect(set.text).toContain('Changed from no hourly limit to 1 an hour.')
      await fay.answer(await fay.say(python('print(1)')))
      const refused = await fay.answer(await fay.say(python('print(2)')))
      expect(refused.text).toMatch(/You're going a bit fast\. Try again in \d+ minutes\.$/)
      await fay.answer(await fay.command('lesson', { name: '1' }))
      const named = await eve.command('settings', { setting: 'admins', value: 'Fay' })
      expect((await eve.answer(named)).text).toContain('Fay is an admin now.')
      const back = await fay.command('settings', { setting: 'runs-per-hour', value: 'none' })
      expect((await fay.answer(back)).text).toContain('Changed from 1 an hour')
      const changes = await fay.answer(await fay.command('settings', { setting: 'changes' }))
      expect(changes.text).toContain('Eve: runs-per-hour: no hourly limit → 1 an hour')
      expect(changes.text).toContain('Fay: runs-per-hour: 1 an hour → no hourly limit')
    })

    test('an admin turns the language model off, and on again', async () => {
      const { stage, ada } = cast()
      stage.model.says([{ say: 'In my own words.' }])
      const eve = await stage.member('Eve', { admin: true })
      await eve.answer(await eve.command('settings', { setting: 'model', value: 'off' }))
      const plain = await ada.answer(await ada.say('What is a semaphore?'))
      expect(plain.text).toContain('The language model is switched off here.')
      expect(plain.text).not.toContain('In my own words.')
      await eve.answer(await eve.command('settings', { setting: 'model', value: 'on' }))
      const worded = await ada.answer(await ada.say('What is a semaphore?'))
      expect(worded.text).toContain('In my own words.')
    })

    test('how many questions a quiz has is what an admin has set, unless it is said', async () => {
      const { stage } = cast()
      const eve = await stage.member('Eve', { admin: true })
      await eve.answer(await eve.command('settings', { setting: 'quiz-questions', value: '2' }))
      const quiz = await eve.answer(await eve.command('quiz'))
      expect(quiz.text).toContain('Question 1 of 2')
      await eve.answer(await eve.command('settings', { setting: 'quiz-questions', value: '5' }))
    })
  })
}
