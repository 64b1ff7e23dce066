/** What members do with Overlap and what must come of it, the same on every platform. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { GROUP } from '../../bot/learning/group/state.ts'
import { loadLessons } from '../../lessons/lessons.ts'
import { HOSTILE, innocent, literal } from './hostile.ts'
import { answerRightly, answerWrongly } from './quiz-answers.ts'
import type { Member, Seen, Stage } from './stage.ts'

const DAY_MS = 24 * 60 * 60_000

const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``
const says = (text: string) => (seen: Seen) => seen.text.includes(text)

const { lessons } = await loadLessons()

export function scenarios(open: () => Promise<Stage>): void {
  let stage: Stage
  let ada: Member
  let bob: Member
  beforeAll(async () => {
    stage = await open()
    ;[ada, bob] = await Promise.all([stage.member('Ada'), stage.member('Bob')])
  })
  // Nobody is told that it was a lot in a short time.
  afterEach(() => stage.advance(60_000))
  afterAll(async () => {
    expect(stage.bugs).toEqual([])
    await stage.close()
  })

  describe('running code', () => {
    test('a block of code is answered with its output and a verdict, for everyone', async () => {
      const done = await ada.say(`My first program:\n${python('print(6 * 7)')}`)
      const answer = await ada.answer(done)
      expect(answer.code).toContain('42')
      expect(answer.text).toMatch(/Time\W+[\d.]+ ms/)
      expect(answer.onlyYou).toBe(false)
      await bob.sees(({ id }) => id === answer.id)
    })

    test('attached files run, and lie beside the program', async () => {
      const done = await ada.say('', [
        { name: 'sum.py', text: 'import json\nprint(sum(json.load(open("n.json"))))' },
        { name: 'n.json', text: '[1, 2, 39]' },
      ])
      expect((await ada.answer(done)).code).toContain('42')
    })

    test('waiting in turn is measured, drawn and mended', async () => {
      const code = [
        'import asyncio',
        'async def fetch(n):',
        '    await asyncio.sleep(0.2)',
        '    return n',
        'async def main():',
        '    print([await fetch(n) for n in range(4)])',
        'asyncio.run(main())',
      ].join('\n')
      const answer = await ada.answer(await ada.say(python(code)))
      expect(answer.code).toContain('[0, 1, 2, 3]')
      expect(answer.pictures).toBe(1)
      expect(answer.text).toContain('The smallest change')
      expect(answer.code.some((each) => /gather|TaskGroup/.test(each))).toBe(true)
    })

    test('a command runs what it is given', async () => {
      const done = await ada.command('run', { code: 'print("by command")' })
      expect((await ada.answer(done)).code).toContain('by command')
    })

    test('what a program writes into files can be fetched', async () => {
      const answer = await ada.answer(await ada.say(python('open("made.txt", "w").write("by me")')))
      expect(answer.files).toContainEqual({ name: 'made.txt', text: 'by me' })
    })

    test('Python without a block gets a button that only its author may press', async () => {
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
      const asking = await ada.answer(await ada.say(python('print("Hello", input("Name? "))')))
      const answer = await ada.answer(
        await ada.fill(asking, 'Run with this input', { Input: 'Grace' }),
      )
      expect(answer.code.join('\n')).toContain('Hello Grace')
      expect(answer.id).toBe(asking.id)
    })

    test('what is said in private is answered there, and nobody else sees it', async () => {
      const answer = await ada.answer(await ada.whisper(python('print("a secret")')))
      expect(answer.code).toContain('a secret')
      await bob.answer(await bob.say(python('print("later")')))
      expect((await bob.visible()).filter(says('a secret'))).toEqual([])
    })
  })

  describe('changing what was said', () => {
    test('an edit runs the program again and redoes the answer in its place', async () => {
      const done = await ada.say(python('print("first")'))
      const first = await ada.answer(done)
      await ada.edit(done, python('print("second")'))
      const second = await ada.answer(done, says('second'))
      expect(second.id).toBe(first.id)
      expect(second.text).not.toContain('first')
    })

    test('an answer goes with the message that it is to', async () => {
      const done = await ada.say(python('print("soon gone")'))
      const answer = await ada.answer(done)
      await bob.sees(({ id }) => id === answer.id)
      await ada.remove(done)
      await bob.misses(answer)
    })

    test('an answer is deleted on the wish of its asker, and of nobody else', async () => {
      const answer = await ada.answer(await ada.say(python('print("not wanted")')))
      const his = await bob.sees(({ id }) => id === answer.id)
      expect((await bob.answer(await bob.discard(his))).text).toMatch(/^Only /)
      await ada.discard(answer)
      await bob.misses(answer)
    })
  })

  describe('learning alone', () => {
    test('a lesson is opened, its example runs, and the next one follows', async () => {
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
      const cleo = await stage.member('Cleo')
      const first = await cleo.answer(await cleo.command('quiz', { questions: 3, topic: '1' }))
      expect(first.text).toContain('Question 1 of 3')
      expect(first.onlyYou).toBe(true)
      const second = await cleo.answer(await answerWrongly(cleo, first))
      expect(second.text).toContain('Not right.')
      expect(second.text).toContain('The right answer')
      const third = await cleo.answer(await answerRightly(cleo, second))
      expect(third.text).toContain('Right.')
      const end = await cleo.answer(await answerRightly(cleo, third))
      expect(end.text).toContain('2 of 3 right.')
      const again = await cleo.answer(await cleo.press(end, 'Ask me the missed ones again'))
      expect(again.text).toContain('Question 1 of 1')
      const last = await cleo.answer(await answerRightly(cleo, again))
      expect(last.text).toContain('1 of 1 right.')
    })

    test('what was answered wrong is due again the next day, and shows in the progress', async () => {
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
      const lesson = lessons.find(({ exercise }) => exercise !== null)
      if (!lesson?.exercise) throw new Error('no challenge')
      const { title, starter, solution, hints } = lesson.exercise
      const cleo = await stage.member('Cleo')
      const task = await cleo.answer(await cleo.command('challenge', { name: `${lesson.number}` }))
      expect(task.text).toContain(title)
      const failed = await cleo.answer(
        await cleo.fill(task, 'Check my answer', { Python: starter }),
      )
      expect(failed.text).toContain('Not yet:')
      const hint = await cleo.answer(await cleo.press(failed, 'Give me a hint'))
      expect(hint.text).toContain(`Hint 1 of ${hints.length}`)
      const passed = await cleo.answer(
        await cleo.fill(failed, 'Check my answer', { Python: solution }),
      )
      expect(passed.text).toContain(`Passed: “${title}”`)
    })
  })

  describe('learning together', () => {
    test('five people answer a quiz, change once, are told nothing before time, and stand on a podium', async () => {
      // A name is somebody else's text as well.
      const names = ['Gil', '[Hal](https://evil.example)', 'Ida', 'Jon', 'Kim']
      const group = await Promise.all(names.map((name) => stage.member(name)))
      const [gil, hal, ida, jon, kim] = group as [Member, Member, Member, Member, Member]
      const quiz = { who: 'group', questions: 2, seconds: 20, topic: '3' }
      const begun = await gil.answer(await gil.command('quiz', quiz))
      expect(begun.text).toContain('A quiz for everyone here: 2 questions')
      const second = await hal.answer(await hal.command('quiz', quiz))
      expect(second.text).toContain('A quiz is under way in this channel.')
      stage.advance(GROUP.leadMs)

      const asks = (at: number) => (seen: Seen) =>
        seen.text.includes(`Question ${at} of 2`) && seen.buttons.includes('Stop the quiz')
      const [mine, his, hers, johns, kims] = await Promise.all(
        group.map((member) => member.sees(asks(1))),
      )
      if (!mine || !his || !hers || !johns || !kims) throw new Error('not everybody sees it')
      const noted = await gil.answer(await answerRightly(gil, mine))
      expect(noted.text).toContain('Noted.')
      expect(noted.onlyYou).toBe(true)
      await hal.answer(await answerWrongly(hal, his))
      const changed = await hal.answer(await answerRightly(hal, his), says('Changed.'))
      expect(changed.onlyYou).toBe(true)
      const final = await hal.answer(await answerWrongly(hal, his), says('it stays as it is'))
      expect(final.text).toContain('You have changed your answer once')
      await ida.answer(await answerWrongly(ida, hers))
      await jon.answer(await answerWrongly(jon, johns))
      const refused = await kim.answer(await kim.press(kims, 'Stop the quiz'))
      expect(refused.text).toContain('Only whoever began the quiz, or an admin, can do that.')
      stage.advance(10_000)
      await kim.answer(await answerRightly(kim, kims))
      const late = await stage.member('Late')
      await late.sees(asks(1))
      const told = (await late.visible()).filter(says('Question 1 of 2: the answer'))
      expect(told).toEqual([])

      stage.advance(10_001)
      const shown = await late.sees(says('Question 1 of 2: the answer'))
      expect(shown.text).toContain('3 of 5 right')
      expect(shown.text).toMatch(/Top ten/)
      innocent(shown)
      stage.advance(GROUP.readMs)
      const last = await gil.sees(asks(2))
      await gil.answer(await answerRightly(gil, last), says('Noted.'))
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
      expect(rank.text).toMatch(/You are number 3 of 5/)
      expect(rank.onlyYou).toBe(true)
    })

    test('whoever began a quiz stops it, and the channel is free for the next one', async () => {
      const gil = await stage.member('Gil')
      const quiz = { who: 'group', questions: 3, seconds: 0, topic: '4' }
      const begun = await gil.answer(await gil.command('quiz', quiz))
      await gil.answer(await gil.press(begun, 'Stop the quiz'), says('The quiz is stopped.'))
      await bob.sees(says('The quiz was stopped.'))
      const next = await gil.answer(await gil.command('quiz', quiz))
      expect(next.text).toContain('A quiz for everyone here')
      await gil.answer(await gil.press(next, 'Stop the quiz'), says('The quiz is stopped.'))
    })
  })

  describe('asking', () => {
    test('an answer comes in the words of a model while it writes, with the lessons that it cites', async () => {
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
      stage.model.says([{ say: 'It adds. Shorter:\n```python\nprint(sum([1, 2, 39]))\n```\n' }])
      const done = await ada.say(`What does this do?\n${python('print(1 + 2 + 39, "at once")')}`)
      const answer = await ada.answer(done)
      expect(answer.code).toContain('42 at once')
      expect(answer.code).toContain('42')
      expect(answer.text).toMatch(/Ran in [\d.]+ ms/)
    })

    test('without the model the lessons answer, and say so', async () => {
      stage.model.says({ status: 401 })
      const answer = await ada.answer(await ada.say('How long does gather take?'))
      expect(answer.text).toContain('The language model does not answer at the moment.')
      expect(answer.code.join('\n')).toContain('asyncio')
      expect(answer.buttons.filter((label) => label.startsWith('Lesson '))).not.toEqual([])
    })

    test('what the lessons do not know gets one friendly line, with a model and without', async () => {
      stage.model.says([{ say: 'I only know concurrent Python.' }])
      const worded = await ada.answer(await ada.say('Who won the elections in France?'))
      expect(worded.text).toContain('I only know concurrent Python.')
      expect(worded.buttons.filter((label) => label.startsWith('Lesson '))).toEqual([])
      stage.model.says({ status: 401 })
      const plain = await ada.answer(await ada.say('Who won the elections in France?'))
      expect(plain.text).toContain('I found nothing about that in my lessons.')
    })

    test('whatever the model writes has no effect but to be read', async () => {
      stage.model.says([{ say: HOSTILE.join('\n\n') }])
      const answer = await ada.answer(await ada.say('What is a lock?'))
      expect(answer.text).toContain('drawkcab')
      innocent(answer)
    })
  })

  describe('finding one’s way', () => {
    test('help names the commands, and each of them says more', async () => {
      const all = await ada.answer(await ada.command('help'))
      expect(all.text).toMatch(/\brun\b.*\n(?:.*\n)*.*\blesson\b/)
      expect(all.onlyYou).toBe(true)
      const one = await ada.answer(await ada.command('help', { command: 'quiz' }))
      expect(one.text).toContain('How many, 1 to 20')
    })

    test('a command that is not there is answered with the one that was meant', async () => {
      const answer = await ada.answer(await ada.say('/challange 5'))
      expect(answer.text).toContain('There is no command “/challange”.')
      expect(answer.code.join()).toContain('challenge')
      expect(answer.onlyYou).toBe(true)
    })

    test('a command is understood without its slash, where it cannot be talk', async () => {
      const lesson = await ada.answer(await ada.say('lesson 3'))
      expect(lesson.text).toContain(`Lesson 3: ${lessons[2]?.title}`)
    })

    test('an option that does not fit is answered with what would', async () => {
      const answer = await ada.answer(await ada.say('/quiz --questions 99 mixed'))
      expect(answer.text).toContain('“questions” is too big: at most 20.')
    })
  })

  describe('whatever a program prints', () => {
    test('of long output the head and the tail are shown, and nothing is lost', async () => {
      const lines = Array.from({ length: 3000 }, (_, n) => `line ${n}.`)
      const code = 'for n in range(3000): print(f"line {n}.")'
      const answer = await ada.answer(await ada.say(python(code)))
      expect(answer.text).toContain('line 0.\n')
      expect(answer.text).toContain('line 2999.')
      expect(answer.files.map(({ text }) => text.trim())).toContain(lines.join('\n'))
    })

    test('nothing in it has an effect: mentions, fences, links, what hides or turns text, markup', async () => {
      const lines = ['before', ...HOSTILE, 'after'].map((text) => `print(${literal(text)})`)
      const answer = await ada.answer(await ada.command('run', { code: lines.join('\n') }))
      innocent(answer)
      const output = answer.code.find((each) => each.includes('before'))
      expect(output).toMatch(/^before\n.+\nafter$/s)
    })

    test('nor has any of it in an error, or in the name of a file', async () => {
      const code = [
        `hostile = [${HOSTILE.map(literal).join(', ')}]`,
        'for text in hostile:',
        '    open(text.replace("/", "|").replace("\\0", "").replace("\\n", " ")[:60], "w").write("x")',
        'raise ValueError("\\n".join(hostile))',
      ].join('\n')
      const answer = await ada.answer(await ada.command('run', { code }))
      expect(answer.files.length).toBeGreaterThanOrEqual(HOSTILE.length)
      innocent(answer)
    })

    test('nor has any of it in an answer to a challenge', async () => {
      const code = HOSTILE.map((text) => `print(${literal(text)})`).join('\n')
      const marked = await ada.answer(await ada.command('challenge', { name: '1', code }))
      expect(marked.text).toContain('drawkcab')
      innocent(marked)
    })
  })

  describe('what admins may', () => {
    test('a member is told that a command is for admins, and does not see it in the help', async () => {
      const answer = await ada.answer(await ada.command('settings'))
      expect(answer.text).toContain('Only admins can use /settings.')
      expect((await ada.answer(await ada.command('help'))).text).not.toContain('/settings')
    })

    test('an admin sets how much may be run, names another admin, and sees who changed what', async () => {
      const eve = await stage.member('Eve', { admin: true })
      const fay = await stage.member('Fay')
      const page = await eve.answer(await eve.command('settings'))
      expect(page.onlyYou).toBe(true)
      const one = await eve.answer(await eve.press(page, 'Runs'))
      const set = await eve.answer(await eve.fill(one, 'Change', { '1 to 10000': '1' }))
      expect(set.text).toContain('Changed from no limit by the hour to 1 an hour.')
      await fay.answer(await fay.say(python('print(1)')))
      const refused = await fay.answer(await fay.say(python('print(2)')))
      expect(refused.text).toMatch(/That is a lot in a short time\. Try again in \d+ minutes\.$/)
      await fay.answer(await fay.command('lesson', { name: '1' }))
      const named = await eve.command('settings', { setting: 'admins', value: 'Fay' })
      expect((await eve.answer(named)).text).toContain('Fay is an admin now.')
      const back = await fay.command('settings', { setting: 'runs-per-hour', value: 'none' })
      expect((await fay.answer(back)).text).toContain('Changed from 1 an hour')
      const changes = await fay.answer(await fay.command('settings', { setting: 'changes' }))
      expect(changes.text).toContain('Eve: runs-per-hour: no limit by the hour → 1 an hour')
      expect(changes.text).toContain('Fay: runs-per-hour: 1 an hour → no limit by the hour')
    })
  })

  test('what is kept about a person is shown and deleted on their wish', async () => {
    const dan = await stage.member('Dan')
    await dan.answer(await dan.command('lesson', { name: '2' }))
    const kept = await dan.answer(await dan.command('data', { action: 'export' }))
    expect(kept.files[0]?.text).toContain('waiting-or-working')
    const asked = await dan.answer(await dan.command('data', { action: 'delete' }))
    const deleted = await dan.answer(await dan.press(asked, 'Delete for good'))
    expect(deleted.text).toContain('Everything I kept about you is deleted.')
    const after = await dan.answer(await dan.command('data'))
    expect(after.text).toContain('I keep nothing about you.')
  })
}
