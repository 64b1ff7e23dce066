import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GROUP } from '../../bot/features/quiz/group/state.ts'
import type { Question } from '../../lessons/lessons.ts'
import { VERSIONS } from '../lessons/versions.ts'
import { timeByHand } from '../time.ts'
import { type Browsers, openBrowser, pictured } from './browser.ts'
import { serveGroup } from './serve.ts'
import { openGroupTalk } from './talk.ts'

const CHANNEL = 'study-group'
const PHONE = 390

let talk: Awaited<ReturnType<typeof openGroupTalk>>
let browsers: Browsers
const time = timeByHand()

beforeAll(async () => {
  ;[talk, browsers] = await Promise.all([
    openGroupTalk({ clock: time.clock, alarm: time.alarm }),
    openBrowser(),
  ])
})
afterAll(async () => {
  await browsers.close()
  await talk.close()
  expect(talk.errors).toEqual([])
  expect(browsers.complaints).toEqual([])
})

test('three people at their pages, one of them the host and one at a phone, play a quiz to its end', async () => {
  const [ada, bob, cleo] = await Promise.all([
    browsers.sit(talk.url, 'Ada', CHANNEL),
    browsers.sit(talk.url, 'Bob', CHANNEL, { width: PHONE }),
    browsers.sit(talk.url, 'Cleo', CHANNEL, { theme: 'dark' }),
  ])
  const everybody = [ada, bob, cleo]
  await ada.getByLabel('Message', { exact: true }).fill('/quiz --questions 2 --seconds 0 group 1')
  await ada.keyboard.press('Enter')
  await last(ada).getByText('Quiz for everyone: 2 questions').waitFor()
  await pictured(ada, 'group-announced')
  for (let n = 1; n <= 2; n++) {
    if (n === 1) time.advance(GROUP.leadMs)
    else await press(ada, 'Next question')
    await Promise.all(everybody.map((page) => titled(page, `Question ${n} of 2`)))
    await answer(bob, true)
    await answer(cleo, false)
    await answer(cleo, true)
    await below(cleo, 'Changed. This answer is final.')
    await answer(ada, false)
    time.advance(GROUP.countEveryMs)
    await Promise.all(everybody.map((page) => said(page).getByText('3 answered').waitFor()))
    expect(await cleo.getByText('Answer locked in.').count()).toBe(0)
    expect(await bob.locator('.said > .answers .answer').count()).toBe(n)
    await Promise.all(everybody.map((page, at) => pictured(page, `group-question-${n}-${at}`)))
    await press(ada, 'Show the answer')
    await Promise.all(everybody.map((page) => titled(page, `Question ${n} of 2: the answer`)))
    await Promise.all(everybody.map((page, at) => pictured(page, `group-answer-${n}-${at}`)))
  }
  await press(ada, 'Next question')
  await Promise.all(everybody.map((page) => titled(page, 'The quiz is over.')))
  await press(cleo, 'My rank')
  await below(cleo, 'of 3 with')
  expect(await bob.getByText("You're number").count()).toBe(0)
  await Promise.all(everybody.map((page, at) => pictured(page, `group-end-${at}`)))
  expect(await bob.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE)
}, 120_000)

test('whoever writes while Overlap is started again is told, and keeps what they wrote', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-again-'))
  const first = await serveGroup(dataDir)
  const page = await browsers.sit(first.url, 'Dora', 'me')
  const box = page.getByLabel('Message', { exact: true })
  await box.fill('hello')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Edit message').fill('a long second thought')
  await first.end('SIGKILL')
  const again = await serveGroup(dataDir, Number(new URL(first.url).port))
  await page.getByText('Overlap restarted.').waitFor({ timeout: 30_000 })
  expect(await box.inputValue()).toBe('a long second thought')
  await again.end('SIGTERM')
  await rm(dataDir, { recursive: true })
}, 60_000)

const last = (page: Page): Locator => page.locator('.log .answer').last()
const said = (page: Page): Locator => page.locator('.log > .said').last()

function titled(page: Page, title: string): Promise<void> {
  return said(page).locator('strong', { hasText: title }).first().waitFor()
}

async function press(page: Page, label: string): Promise<void> {
  await said(page).getByRole('button', { name: label, exact: true }).first().click()
}

function below(page: Page, text: string): Promise<void> {
  return said(page).locator('.answers').getByText(text).first().waitFor()
}

/** Whatever kind the present question is of. */
async function answer(page: Page, isRight: boolean): Promise<void> {
  const body = said(page).locator('> article')
  const text = (await body.textContent()) ?? ''
  // Many have the same words, and differ in their code, whose lines may be numbered.
  const parts = (each: Question) => [
    each.question.replaceAll('`', ''),
    ...('code' in each ? (each.code ?? '').split('\n').map((line) => line.trim()) : []),
  ]
  const question = VERSIONS.filter((each) => 'options' in each)
    .filter((each) => parts(each).every((part) => text.includes(part)))
    .toSorted((a, b) => parts(b).join('').length - parts(a).join('').length)[0]
  if (!question || !('options' in question)) throw new Error(`no question in ${text}`)
  const texts = question.options.filter(({ right }) => right === isRight).map((each) => each.text)
  const listed = (await body.locator('pre').allTextContents()).join('\n')
  const plain = (option: string) => option.trim().replace(/\n\s*/g, '\n')
  // Several may begin with the same line.
  const numbers = new Map(
    listed.split(/^(?= *\d+ {2})/m).map((each) => {
      const [, number = '', option = ''] = /^ *(\d+) {2}([\s\S]*)$/.exec(each) ?? []
      return [plain(option), number]
    }),
  )
  const numberOf = (option: string) => numbers.get(plain(option)) ?? ''
  const form = body.locator('form.ask')
  if ((await form.count()) > 0) {
    await form.locator('input').fill(texts.map(numberOf).join(' '))
    await form.getByRole('button', { name: 'Answer' }).click()
  } else {
    const named = body.getByRole('button', { name: texts[0] ?? '', exact: true })
    const numbered = body.getByRole('button', { name: `Option ${numberOf(texts[0] ?? '')}` })
    await ((await named.count()) > 0 ? named : numbered).click()
  }
  await said(page).locator('.answers .answer').first().waitFor()
  // Nothing can be pressed or written where an answer is still on its way.
  await expect.poll(() => body.locator('[inert]').count()).toBe(0)
}
