/** Questions about concurrent Python, answered with and without a language model: in the channel, then in private. */
import { describe, expect, test } from 'vitest'
import { loadLessons } from '../../../lessons/lessons.ts'
import { type Cast, python, says } from '../cast.ts'
import { HOSTILE, innocent } from '../hostile.ts'

const { lessons } = await loadLessons()

export function asking(cast: Cast): void {
  describe('asking', () => {
    test('an answer comes in the words of a model while it writes, with the lessons that it cites', async () => {
      const { stage, ada, bob } = cast()
      const more = Promise.withResolvers<void>()
      const first = 'A task runs beside your own code [lesson 8].'
      stage.model.says([{ say: first }, { wait: more.promise }, { say: ' Await it in the end.' }])
      const done = await ada.say('What is a task?')
      await bob.sees(says('A task runs beside your own code'))
      more.resolve()
      const answer = await ada.answer(done, says('Await it in the end.'))
      expect(answer.onlyYou).toBe(false)
      const lesson = await ada.answer(await ada.press(answer, 'Lesson 8'))
      expect(lesson.text).toContain(`Lesson 8: ${lessons[7]?.title}`)
      const voted = await ada.answer(await ada.press(answer, 'Helpful'))
      expect(voted.text).toContain('Thanks, noted as helpful.')
    })

    test('a program beside the question runs first, and what the model shows has run too', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      stage.model.says([{ say: 'It adds. Shorter:\n```python\nprint(sum([1, 2, 39]))\n```\n' }])
      const done = await cleo.whisper(
        `What does this do?\n${python('print(1 + 2 + 39, "at once")')}`,
      )
      const answer = await cleo.answer(done)
      expect(answer.code).toContain('42 at once')
      expect(answer.code).toContain('42')
      expect(answer.text).toMatch(/Ran in [\d.]+ m?s/)
    })

    test('an edited or deleted question is not sent to the model again', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      stage.model.says([{ say: 'It depends.' }])
      const sent = () => JSON.stringify(stage.model.requests.at(-1))
      const done = await cleo.say('What is a semaphore, asks Aunt Hortensia?')
      await cleo.answer(done)
      expect(sent()).toContain('Hortensia')
      await cleo.edit(done, 'What is a semaphore, asks nobody?')
      await expect.poll(sent).toContain('asks nobody')
      expect(sent()).not.toContain('Hortensia')
      await cleo.answer(await cleo.say('What is a lock?'))
      expect(sent()).not.toContain('Hortensia')
      await cleo.remove(done)
      await expect
        .poll(async () => {
          await cleo.answer(await cleo.say('What is an event?'))
          return sent()
        })
        .not.toContain('asks nobody')
    })

    test('without the model the lessons answer, and say so', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      stage.model.says({ status: 401 })
      const answer = await cleo.answer(await cleo.whisper('How long does gather take?'))
      expect(answer.text).toContain('The language model does not answer at the moment.')
      expect(answer.code.join('\n')).toContain('asyncio')
      expect(answer.buttons.filter((label) => label.startsWith('Lesson '))).not.toEqual([])
    })

    test('what the lessons do not know gets one friendly line, with a model and without', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      stage.model.says([{ say: 'I only know concurrent Python.' }])
      const worded = await cleo.answer(await cleo.whisper('Who won the elections in France?'))
      expect(worded.text).toContain('I only know concurrent Python.')
      expect(worded.buttons.filter((label) => label.startsWith('Lesson '))).toEqual([])
      stage.model.says({ status: 401 })
      const plain = await cleo.answer(await cleo.whisper('Who won the elections in France?'))
      expect(plain.text).toContain('I found nothing about that in my lessons.')
    })

    test('whatever the model writes has no effect but to be read', async () => {
      const { stage } = cast()
      const cleo = await stage.member('Cleo')
      stage.model.says([{ say: HOSTILE.join('\n\n') }])
      const answer = await cleo.answer(await cleo.whisper('What is a lock?'))
      expect(answer.text).toContain('drawkcab')
      innocent(answer)
    })
  })
}
