import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { loadLessons, type Question } from '../../lessons/lessons.ts'
import { VERSIONS } from '../lessons/versions.ts'
import { pictured } from './browser.ts'
import { openSession } from './session.ts'

const { lessons } = await loadLessons()
const PHONE = 390
const DAY = 24 * 60 * 60_000

const { program, browsers } = await openSession()

test('a lesson is found while it is typed, opened, and its example changed and run', async () => {
  const page = await browsers.sit(program.url, 'Ada', 'me')
  await box(page).pressSequentially('/les')
  await page.keyboard.press('Tab')
  await page.getByRole('option', { name: '17.' }).waitFor()
  await box(page).pressSequentially('ta')
  await page.getByRole('option', { name: '8. Tasks', selected: true }).waitFor()
  await pictured(page, 'suggestions')
  await page.keyboard.press('Tab')
  expect(await box(page).inputValue()).toBe('/lesson 8')
  await page.keyboard.press('Enter')
  await said(page, 'Lesson 8')
  await pictured(page, 'lesson')
  const example = last(page).locator('form.ask').first()
  await example.getByLabel('Python').fill('print("changed by", "me")')
  await example.getByRole('button', { name: 'Run this example' }).click()
  await said(page, 'changed by me')
  await page.getByRole('button', { name: 'Next: ' }).click()
  await page.locator('.answer').first().filter({ hasText: 'Lesson 9' }).waitFor()
})

test('a quiz alone is answered to its end, and what was missed is asked again', async () => {
  const page = await browsers.sit(program.url, 'Bea', 'me', { width: PHONE })
  await send(page, '/quiz --questions 3 5')
  for (const at of [1, 2, 3]) {
    await said(page, `Question ${at} of 3`)
    if (at === 1) await pictured(page, 'quiz-phone')
    await answer(page, at !== 2)
  }
  await said(page, '2 of 3 right.')
  await pictured(page, 'quiz-end-phone')
  await page.getByRole('button', { name: 'Retry missed questions' }).click()
  await said(page, 'Question 1 of 1')
  await answer(page, true)
  await said(page, '1 of 1 right.')
})

test('a challenge fails as it is, says why, and passes when it is solved', async () => {
  const lesson = lessons.find(({ exercise }) => exercise)
  if (!lesson?.exercise) throw new Error('no challenge')
  const page = await browsers.sit(program.url, 'Cleo', 'me')
  await send(page, `/challenge ${lesson.number}`)
  await said(page, 'Your answer')
  expect(await last(page).getByText('To start from').count()).toBe(0)
  const form = last(page).locator('form.ask')
  await form.getByRole('button').click()
  await said(page, 'Not yet')
  await pictured(page, 'challenge-failed')
  await last(page).locator('form.ask textarea').fill(lesson.exercise.solution)
  await last(page).locator('form.ask').getByRole('button').click()
  await said(page, 'Passed')
  await pictured(page, 'challenge-passed')
})

test('what was answered comes back for review, and progress says how far one is', async () => {
  const page = await browsers.sit(program.url, 'Dora', 'me', { width: PHONE, zone: 'Asia/Tokyo' })
  await send(page, '/quiz --questions 2 5')
  await said(page, 'Question 1 of 2')
  await answer(page, true)
  await said(page, 'Question 2 of 2')
  await answer(page, false)
  await said(page, '1 of 2 right.')
  program.advance(60 * DAY)
  await send(page, '/review')
  await said(page, '2 questions due.')
  await answer(page, true)
  await said(page, '1 question due.')
  await pictured(page, 'review-phone')
  await page.getByRole('button', { name: 'again', exact: true }).click()
  await said(page, 'Rated again')
  await send(page, '/progress')
  await said(page, 'Asia/Tokyo')
  await said(page, '1 day')
  await pictured(page, 'progress-phone')
})

const box = (page: Page) => page.getByLabel('Message', { exact: true })
const last = (page: Page) => page.locator('.answer').last()

async function send(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await page.keyboard.press('Enter')
  await expect.poll(() => box(page).inputValue()).toBe('')
  // What was offered meanwhile does not stay.
  await page.locator('#commands').waitFor({ state: 'hidden' })
}

/** The last answer is complete and has these words. */
async function said(page: Page, words: string): Promise<void> {
  await page
    .locator('.answer:has(article[aria-busy=false])')
    .last()
    .filter({ hasText: words })
    .waitFor()
}

/** Answers the question that the last answer asks, as somebody who knows it, or not. */
async function answer(page: Page, rightly: boolean): Promise<void> {
  const text = letters((await last(page).textContent()) ?? '')
  const question = VERSIONS.filter(
    (each) => text.includes(letters(each.question)) && fits(each, text),
  ).toSorted((a, b) => b.question.length - a.question.length)[0]
  if (!question) throw new Error(`no question in ${text}`)
  if (question.kind === 'gap') return fill(page, rightly ? (question.answers[0] ?? '') : 'nothing')
  if (question.kind === 'order') {
    const places = await Promise.all(question.lines.map((line) => placeOf(page, line)))
    return fill(page, (rightly ? places : places.toReversed()).join(' '))
  }
  const wanted = question.options.filter(({ right }) => right === rightly)
  if (question.kind === 'several') {
    const places = await Promise.all(wanted.map((option) => placeOf(page, option.text)))
    return fill(page, (places.length > 0 ? places : ['1']).join(' '))
  }
  const option = wanted[0]?.text ?? ''
  const named = last(page).getByRole('button', { name: option, exact: true })
  if ((await named.count()) > 0) return named.first().click()
  await last(page)
    .getByRole('button', { name: `Option ${await placeOf(page, option)}`, exact: true })
    .click()
}

async function fill(page: Page, text: string): Promise<void> {
  await last(page).locator('form.ask input').fill(text)
  await last(page).getByRole('button', { name: 'Answer', exact: true }).click()
}

/** The number that stands before it in a block of code. */
async function placeOf(page: Page, text: string): Promise<number> {
  const blocks = await last(page).locator('pre').allInnerTexts()
  const numbered = blocks.flatMap((block) => block.split(/^(?=\s?\d+ {2})/m))
  const found = numbered.find((each) => letters(each.replace(/^\s*\d+ {2}/, '')) === letters(text))
  return Number.parseInt(found ?? '', 10)
}

function fits(question: Question, text: string): boolean {
  if (question.kind === 'order') return question.lines.every((line) => text.includes(letters(line)))
  return (
    !('options' in question) || question.options.every((each) => text.includes(letters(each.text)))
  )
}

function letters(text: string): string {
  return text.replace(/[`*_\s]/g, '')
}
