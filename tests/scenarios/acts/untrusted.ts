/** Whatever a program prints: much of it, and text that would be markup. */
import { describe, expect, test } from 'vitest'
import { type Cast, python } from '../cast.ts'
import { HOSTILE, innocent, literal } from '../hostile.ts'

export function untrusted(cast: Cast): void {
  describe('whatever a program prints', () => {
    test('of long output the head and the tail are shown, and nothing is lost', async () => {
      const { ada } = cast()
      const lines = Array.from({ length: 3000 }, (_, n) => `line ${n}.`)
      const code = 'for n in range(3000): print(f"line {n}.")'
      const answer = await ada.answer(await ada.whisper(python(code)))
      expect(answer.text).toContain('line 0.\n')
      expect(answer.text).toContain('line 2999.')
      expect(answer.files.map(({ text }) => text.trim())).toContain(lines.join('\n'))
    })

    test('nothing in it has an effect: mentions, fences, links, what hides or turns text, markup', async () => {
      const { ada } = cast()
      const lines = ['before', ...HOSTILE, 'after'].map((text) => `print(${literal(text)})`)
      const answer = await ada.answer(await ada.command('run', { code: lines.join('\n') }))
      innocent(answer)
      const output = answer.code.find((each) => each.includes('before'))
      expect(output).toMatch(/^before\n.+\nafter$/s)
    })

    test('nor has any of it in an error, or in the name of a file', async () => {
      const { stage } = cast()
      const mallory = await stage.member('Mallory')
      const code = [
        `hostile = [${HOSTILE.map(literal).join(', ')}]`,
        'for text in hostile:',
        '    open(text.replace("/", "|").replace("\\0", "").replace("\\n", " ")[:60], "w").write("x")',
        'raise ValueError("\\n".join(hostile))',
      ].join('\n')
      const answer = await mallory.answer(await mallory.whisper(python(code)))
      expect(answer.files.length).toBeGreaterThanOrEqual(HOSTILE.length)
      innocent(answer)
    })

    test('nor has any of it in an answer to a challenge', async () => {
      const { ada } = cast()
      const code = HOSTILE.map((text) => `print(${literal(text)})`).join('\n')
      const marked = await ada.answer(await ada.command('challenge', { name: '1', code }))
      expect(marked.text).toContain('drawkcab')
      innocent(marked)
    })
  })
}
