import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { declaredCommands } from '../../bot/cli/declared.ts'
import { type Command, command, optionFields, usage } from '../../bot/core/command.ts'
import { UserError } from '../../bot/core/errors.ts'
import { checkOptions, parseOptions } from '../../bot/core/parse-options.ts'
import { nearest } from '../../bot/lib/nearest.ts'

const COMMANDS = await declaredCommands()
const run = declared('run')

function declared(name: string): Command {
  const found = COMMANDS.get(name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

const quiz = command({
  name: 'quiz',
  summary: 'Ask questions',
  options: z.strictObject({
    topic: z.enum(['asyncio', 'threads']).meta({ description: 'What about' }),
    count: z.number().int().min(1).max(20).optional(),
    hints: z.boolean().optional(),
    note: z.string().max(10).optional(),
    place: z.string().optional().meta({ hidden: true }),
  }),
  async *answer() {},
})

describe('typed options', () => {
  test.each([
    ['asyncio', { topic: 'asyncio' }],
    ['asyncio 5', { topic: 'asyncio', count: 5 }],
    ['asyncio 5 on', { topic: 'asyncio', count: 5, hints: true }],
    ['--count 3 asyncio', { topic: 'asyncio', count: 3 }],
    ['--count=3 --hints=no threads', { topic: 'threads', count: 3, hints: false }],
    ['asyncio --hints no --count 3', { topic: 'asyncio', count: 3, hints: false }],
    ['asyncio 5 --note "a  b"', { topic: 'asyncio', count: 5, note: 'a  b' }],
    ['"asyncio"', { topic: 'asyncio' }],
    ['asyncio 5 yes "a  b"', { topic: 'asyncio', count: 5, hints: true, note: 'a  b' }],
  ])('%s', (text, options) => {
    expect(parseOptions(quiz, text)).toEqual(options)
  })

  test('the code of a run keeps its lines and its dashes', () => {
    const code = 'x = 1\n--x\nprint("--stdin")'
    expect(parseOptions(run, ` ${code}`)).toEqual({ code })
  })

  test('input for a run stands before the code, with \\n for a new line', () => {
    const text = '--stdin "3\\n4" print(input())'
    expect(parseOptions(run, text)).toEqual({ stdin: '3\n4', code: 'print(input())' })
  })

  test('options may follow a text of one line, but are left in a program of several', () => {
    const asked = parseOptions(declared('quiz'), 'group queues --questions 2 --seconds 10')
    expect(asked).toMatchObject({ who: 'group', topic: 'queues', questions: 2, seconds: 10 })
    const given = parseOptions(run, 'print(input()) --stdin "a b"')
    expect(given).toEqual({ code: 'print(input())', stdin: 'a b' })
    const code = 'print(1)\n# as in: overlap run --stdin 5'
    expect(parseOptions(run, code)).toEqual({ code })
  })

  test('a fence may follow on the next line', () => {
    expect(parseOptions(run, '\n```python\nx\n```')).toEqual({ code: '```python\nx\n```' })
  })
})

describe('wrong usage is said in words, with how to write it', () => {
  test.each([
    ['', '“topic” is missing.'],
    ['knitting', '“topic” must be one of: asyncio, threads.'],
    ['asyncio many', '“count” must be a number.'],
    ['asyncio 2.5', '“count” must be a whole number.'],
    ['asyncio 50', '“count” is too big: at most 20.'],
    ['asyncio 0', '“count” is too small: at least 1.'],
    ['asyncio 1 on short and more', "I don't understand “and more”."],
    ['asyncio 1 perhaps', '“hints” must be on or off.'],
    ['asyncio 1 on "more than ten"', '“note” is too long: at most 10 characters.'],
  ])('/quiz %s', (text, message) => {
    expect(() => parseOptions(quiz, text)).toThrow(message)
  })

  test('the usage line comes along', () => {
    try {
      parseOptions(quiz, 'knitting')
    } catch (error) {
      expect(error).toBeInstanceOf(UserError)
      expect(error).toHaveProperty(
        'usage',
        '/quiz asyncio|threads [--count COUNT] [--hints HINTS] [--note NOTE]',
      )
    }
    expect.assertions(2)
  })

  test('an option that is not there is named', () => {
    expect(() => checkOptions(quiz, { topic: 'threads', volume: 3 })).toThrow(
      "There's no option “volume”.",
    )
  })
})

describe('a declaration', () => {
  test('gives menus what they need, without hidden options', () => {
    expect(
      optionFields(quiz.options).map(({ name, type, required }) => [name, type, required]),
    ).toEqual([
      ['topic', 'string', true],
      ['count', 'integer', false],
      ['hints', 'boolean', false],
      ['note', 'string', false],
    ])
  })

  test('gives a usage line', () => {
    expect(usage(run)).toBe('/run [--stdin STDIN] [--args ARGS] [CODE]')
  })
})

describe('the nearest name', () => {
  test.each([
    ['rnu', 'run'],
    ['hlep', 'help'],
    ['reviw', 'review'],
    ['settins', 'settings'],
    ['xyz', undefined],
    ['r', undefined],
    ['banana', undefined],
  ])('to %s is %s', (typed, name) => {
    expect(nearest(typed, ['run', 'help', 'review', 'settings'])).toBe(name)
  })
})
