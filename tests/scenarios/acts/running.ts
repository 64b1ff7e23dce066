/** What comes of Python that somebody posts, and of changing what was said. */
import { describe, expect, test } from 'vitest'
import { type Cast, python, says } from '../cast.ts'

export function running(cast: Cast): void {
  describe('running code', () => {
    test('a block of code is answered with its output and a verdict, for everyone', async () => {
      const { ada, bob } = cast()
      const done = await ada.say(`My first program:\n${python('print(6 * 7)')}`)
      const answer = await ada.answer(done)
      expect(answer.code).toContain('42')
      expect(answer.text).toMatch(/Time\W+[\d.]+ m?s/)
      expect(answer.onlyYou).toBe(false)
      await bob.sees(({ id }) => id === answer.id)
    })

    test('attached files run, and lie beside the program', async () => {
      const { ada } = cast()
      const done = await ada.say('', [
        { name: 'sum.py', text: 'import json\nprint(sum(json.load(open("n.json"))))' },
        { name: 'n.json', text: '[1, 2, 39]' },
      ])
      expect((await ada.answer(done)).code).toContain('42')
    })

    test('waiting in turn is measured and drawn, and the changed program comes when it was run', async () => {
      const { ada } = cast()
      const code = [
        'import asyncio',
        'async def fetch(n):',
        '    await asyncio.sleep(0.5)',
        '    return n',
        'async def main():',
        '    print([await fetch(n) for n in range(4)])',
        'asyncio.run(main())',
      ].join('\n')
      const done = await ada.say(python(code))
      const answer = await ada.answer(done)
      expect(answer.code).toContain('[0, 1, 2, 3]')
      expect(answer.pictures).toBeGreaterThan(0)
      const whole = await ada.answer(done, ({ text }) => text.includes('Measured:'))
      expect(whole.text).toContain('Same output.')
      const changed = whole.code.find((each) => each.includes('asyncio.gather('))
      expect(changed).toContain('asyncio.run(main())')
    })

    test('a server gets requests, and the answer says how many it serves at a time', async () => {
      const { ada } = cast()
      const code = [
        'import time',
        'from http.server import BaseHTTPRequestHandler, HTTPServer',
        'class Page(BaseHTTPRequestHandler):',
        '    def do_GET(self):',
        '        time.sleep(0.3)',
        '        self.send_response(204)',
        '        self.end_headers()',
        'HTTPServer(("", 8000), Page).serve_forever()',
      ].join('\n')
      const answer = await ada.answer(await ada.say(python(code)))
      expect(answer.text).toMatch(/I sent it \d test requests and then stopped it/)
      expect(answer.text).toContain('it served one at a time')
    })

    test('a command runs what it is given', async () => {
      const { ada } = cast()
      const done = await ada.command('run', { code: 'print("by command")' })
      expect((await ada.answer(done)).code).toContain('by command')
    })

    test('what a program writes into files can be fetched', async () => {
      const { ada } = cast()
      const answer = await ada.answer(await ada.say(python('open("made.txt", "w").write("by me")')))
      expect(answer.files).toContainEqual({ name: 'made.txt', text: 'by me' })
    })

    test('Python without a block gets a button that only its author may press', async () => {
      const { ada, bob } = cast()
      const done = await ada.say('for n in range(3): print("pressed", n)')
      const offer = await ada.answer(done)
      expect(offer.buttons).toContain('Run it')
      const his = await bob.sees(({ id }) => id === offer.id)
      const refusal = await bob.answer(await bob.press(his, 'Run it'))
      expect(refusal.text).toMatch(/^Only /)
      expect(refusal.onlyYou).toBe(true)
      const answer = await ada.answer(await ada.press(offer, 'Run it'))
      expect(answer.code).toContain('pressed 0\npressed 1\npressed 2')
      expect(answer.id).toBe(offer.id)
    })

    test('a program that asks for input is given a form, and runs with what is written in it', async () => {
      const { ada } = cast()
      const asking = await ada.answer(await ada.say(python('print("Hello", input("Name? "))')))
      const answer = await ada.answer(
        await ada.fill(asking, 'Run with this input', { Input: 'Grace' }),
      )
      expect(answer.code.join('\n')).toContain('Hello Grace')
      expect(answer.id).toBe(asking.id)
    })

    test('an attached program that asks for input runs with it, its other files included', async () => {
      const { ada } = cast()
      const done = await ada.say('', [
        { name: 'greet.py', text: 'from words import hello\nprint(hello(), input("Name? "))' },
        { name: 'words.py', text: 'def hello():\n    return open("hello.txt").read().strip()' },
        { name: 'hello.txt', text: 'Bonjour\n' },
      ])
      const asking = await ada.answer(done)
      const answer = await ada.answer(
        await ada.fill(asking, 'Run with this input', { Input: 'Grace' }),
      )
      expect(answer.code.join('\n')).toContain('Bonjour Grace')
      expect(answer.id).toBe(asking.id)
    })

    test('two programs in a message are compared, and one press runs them as one', async () => {
      const { ada } = cast()
      const slow = python('# slow\nimport time\ntime.sleep(0.4)\nprint("same")')
      const quick = python('# quick\nprint("same")')
      const compared = await ada.answer(await ada.say(`Which is faster?\n${slow}\n${quick}`))
      expect(compared.text).toContain('quick is the fastest')
      expect(compared.text).toContain('They print the same')
      expect(compared.pictures).toBe(1)
      const joined = await ada.answer(await ada.press(compared, 'Run as one program'))
      expect(joined.code).toContain('same\nsame')
      expect(joined.id).toBe(compared.id)
    })

    test('files that import each other are one program: a wait in one is found from the other', async () => {
      const { ada } = cast()
      const done = await ada.say('', [
        { name: 'main.py', text: 'import worker\nfor n in range(6):\n    print(worker.fetch(n))' },
        {
          name: 'worker.py',
          text: 'import time\n\ndef fetch(n):\n    time.sleep(0.1)\n    return n',
        },
      ])
      const { text } = await ada.answer(done)
      expect(text).toContain('Use threads')
      expect(text).toContain('line 3')
    })

    test('what is said in private is answered there, and nobody else sees it', async () => {
      const { ada, bob } = cast()
      const answer = await ada.answer(await ada.whisper(python('print("a secret")')))
      expect(answer.code).toContain('a secret')
      await bob.answer(await bob.say(python('print("later")')))
      expect((await bob.visible()).filter(says('a secret'))).toEqual([])
    })
  })

  describe('changing what was said', () => {
    test('an edit runs the program again and redoes the answer in its place', async () => {
      const { ada } = cast()
      const done = await ada.say(python('print("first")'))
      const first = await ada.answer(done)
      await ada.edit(done, python('print("second")'))
      const second = await ada.answer(done, says('second'))
      expect(second.id).toBe(first.id)
      expect(second.text).not.toContain('first')
    })

    test('an answer goes with the message that it is to', async () => {
      const { ada, bob } = cast()
      const done = await ada.say(python('print("soon gone")'))
      const answer = await ada.answer(done)
      await bob.sees(({ id }) => id === answer.id)
      await ada.remove(done)
      await bob.misses(answer)
    })

    test('an answer is deleted on the wish of its asker, and of nobody else', async () => {
      const { ada, bob } = cast()
      const answer = await ada.answer(await ada.say(python('print("not wanted")')))
      const his = await bob.sees(({ id }) => id === answer.id)
      expect((await bob.answer(await bob.discard(his))).text).toMatch(/^Only /)
      await ada.discard(answer)
      await bob.misses(answer)
    })
  })
}
