import { expect, test } from 'vitest'
import { z } from 'zod'
import { command, commandRegistry } from '../../bot/core/command.ts'
import { typedOption } from '../../bot/core/option-at-cursor.ts'

const text = z.string().optional()
const nothing = async () => []

const COMMANDS = commandRegistry([
  command({
    name: 'lesson',
    summary: 'One that takes all the text',
    options: z.strictObject({ part: text, name: text.meta({ rest: true }) }),
    complete: { name: nothing },
    async *answer() {},
  }),
  command({
    name: 'tips',
    summary: 'Words in their order',
    options: z.strictObject({ do: text, time: text, zone: text }),
    complete: { zone: nothing },
    async *answer() {},
  }),
  command({
    name: 'help',
    summary: 'Nothing is known of it',
    options: z.strictObject({}),
    async *answer() {},
  }),
])

test.each([
  ['/lesson ta', { command: 'lesson', option: 'name', typed: 'ta', before: '/lesson ' }],
  [
    '/lesson as results',
    { command: 'lesson', option: 'name', typed: 'as results', before: '/lesson ' },
  ],
  ['/Lesson ', { command: 'lesson', option: 'name', typed: '', before: '/Lesson ' }],
  [
    '/tips schedule 09:00 ber',
    { command: 'tips', option: 'zone', typed: 'ber', before: '/tips schedule 09:00 ' },
  ],
  [
    '/tips schedule 09:00 ',
    { command: 'tips', option: 'zone', typed: '', before: '/tips schedule 09:00 ' },
  ],
  [
    '/tips schedule --zone=ber',
    { command: 'tips', option: 'zone', typed: 'ber', before: '/tips schedule --zone=' },
  ],
  ['/tips --zone ber', { command: 'tips', option: 'zone', typed: 'ber', before: '/tips --zone ' }],
  [
    '/lesson --part B as r',
    { command: 'lesson', option: 'name', typed: 'as r', before: '/lesson --part B ' },
  ],
  ['/lesson --part B', null],
  [
    '/tips --time "09:00" daily ber',
    { command: 'tips', option: 'zone', typed: 'ber', before: '/tips --time "09:00" daily ' },
  ],
  ['/tips schedule 09', null],
  ['/tips schedule 09:00 UTC weekdays', null],
  ['/lesson', null],
  ['/help me', null],
  ['/nothing at all', null],
  ['lesson ta', null],
  ['/lesson 3\nprint(1)', null],
])('“%s”', (typed, meant) => {
  expect(typedOption(typed, COMMANDS)).toEqual(meant)
})
