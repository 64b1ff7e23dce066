/** Finding out what there is, and being wrong about it. */
import { describe, expect, test } from 'vitest'
import { loadLessons } from '../../../lessons/lessons.ts'
import type { Cast } from '../cast.ts'

const { lessons } = await loadLessons()

export function usage(cast: Cast): void {
  describe('finding one’s way', () => {
    test('help names the commands, and each of them says more', async () => {
      const { ada } = cast()
      const all = await ada.answer(await ada.command('help'))
      expect(all.text).toMatch(/\brun\b.*\n(?:.*\n)*.*\blesson\b/)
      expect(all.onlyYou).toBe(true)
      const one = await ada.answer(await ada.command('help', { command: 'quiz' }))
      expect(one.text).toContain('How many, 1 to 20')
    })

    test('a command that is not there is answered with the one that was meant', async () => {
      const { ada } = cast()
      const answer = await ada.answer(await ada.say('/challange 5'))
      expect(answer.text).toContain("There's no command “/challange”.")
      expect(answer.code.join()).toContain('challenge')
      expect(answer.onlyYou).toBe(true)
    })

    test('a command is understood without its slash, where it cannot be talk', async () => {
      const { ada } = cast()
      const lesson = await ada.answer(await ada.say('lesson 3'))
      expect(lesson.text).toContain(`Lesson 3: ${lessons[2]?.title}`)
    })

    test('an option that does not fit is answered with what would', async () => {
      const { ada } = cast()
      const answer = await ada.answer(await ada.say('/quiz --questions 99 mixed'))
      expect(answer.text).toContain('“questions” is too big: at most 20.')
    })
  })
}
