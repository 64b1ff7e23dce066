import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startProgram } from '../../scenarios/program.ts'
import { ADMIN, ADMIN_LOGIN, ADMIN_TOKEN } from '../../web/access.ts'
import { pictured } from '../../web/browser.ts'
import { openSession } from '../../web/session.ts'
import { visit } from '../../web/visitor.ts'

const { program, browsers } = await openSession()

function sit(width = 1100, theme: 'light' | 'dark' = 'light') {
  return browsers.open(`${program.url}${ADMIN_LOGIN}&admin`, { width, theme })
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const fact = (page: Page, name: string, label: string) =>
  panel(page, name).locator('.facts div').filter({ hasText: label }).locator('dd')

async function runSome(): Promise<void> {
  const visitor = await visit(program.url, 'Ada', ADMIN)
  const lobby = await visitor.enter('lobby')
  for (const code of ['print(1)', 'raise ValueError', 'print(2)']) {
    await lobby.answer(await visitor.say('lobby', code, { run: true }))
  }
  lobby.leave()
  program.advance(10_000)
}

test('an admin changes a setting, sees it in the log, and it holds in the chat', async () => {
  const page = await sit()
  const settings = panel(page, 'Settings')
  await settings.getByRole('button', { name: 'Channels' }).click()
  await settings.getByRole('button', { name: 'All settings' }).click()
  await settings.getByRole('button', { name: 'Questions of a quiz' }).click()
  await settings.getByLabel('1 to 20 questions').fill('50')
  await settings.getByRole('button', { name: 'Change', exact: true }).click()
  await settings.getByText('must be a whole number from 1 to 20').waitFor()
  await settings.getByLabel('1 to 20 questions').fill('8')
  await settings.getByRole('button', { name: 'Change', exact: true }).click()
  await settings.getByText('Changed from 5 questions to 8 questions').waitFor()
  const changes = panel(page, 'Changes')
  await changes.getByText('quiz-questions: 5 questions → 8 questions').waitFor()
  await pictured(page, 'changed')
  await settings.getByRole('button', { name: 'All settings' }).click()
  expect(await fact(page, 'Settings', 'Questions of a quiz').textContent()).toBe('8 questions')
  await page.reload()
  expect(await fact(page, 'Settings', 'Questions of a quiz').textContent()).toBe('8 questions')
  const learner = await visit(program.url, 'Cleo')
  const lobby = await learner.enter('lobby')
  const quiz = await lobby.answer(await learner.say('lobby', '/quiz'))
  lobby.leave()
  expect(quiz.html).toContain('of 8')
})

test('the figures show what was run, with a chart', async () => {
  await runSome()
  const page = await sit()
  expect(await fact(page, 'Figures', 'Runs').first().textContent()).toBe('3: 2 ok, 1 error')
  await panel(page, 'Figures')
    .getByRole('img', { name: /^Runs per day: .* 3\.$/ })
    .first()
    .waitFor()
  await pictured(page, 'desk')
  await panel(page, 'Figures').getByRole('button', { name: 'Today' }).click()
  await panel(page, 'Figures').getByText('Today, by UTC day.').waitFor()
  expect(await panel(page, 'Parts of Overlap').textContent()).toMatch(/works jail.*works store/)
})

test('tips that are scheduled in the chat are paused and stopped at the desk', async () => {
  const visitor = await visit(program.url, 'Ada', ADMIN)
  const lobby = await visitor.enter('lobby')
  await lobby.answer(await visitor.say('lobby', '/tips schedule 09:00 Europe/Berlin weekdays'))
  lobby.leave()
  const page = await sit()
  const tips = panel(page, 'Daily tips')
  await tips.getByText('09:00').first().waitFor()
  await pictured(page, 'tips')
  await tips.scrollIntoViewIfNeeded()
  await pictured(page, 'tips-panel')
  await tips.getByRole('button', { name: /^Pause/ }).click()
  await tips.getByRole('button', { name: /^Resume/ }).waitFor()
  await panel(page, 'Changes').getByText('paused').waitFor()
  await tips.getByRole('button', { name: /^Stop/ }).click()
  await panel(page, 'Changes').getByText('stopped').waitFor()
  await tips.getByRole('button', { name: 'Refresh' }).click()
  await tips.getByText('No tips are scheduled').waitFor()
})

test('a name that is markup is shown as it is', async () => {
  const name = '<img src=x onerror=alert(1)>'
  const visitor = await visit(program.url, name, ADMIN)
  const lobby = await visitor.enter('lobby')
  await lobby.answer(await visitor.say('lobby', '/settings quiz-seconds 40'))
  lobby.leave()
  const page = await sit()
  await panel(page, 'Changes').getByText(`${name}: quiz-seconds`).waitFor()
  expect(await page.locator('img[src=x]').count()).toBe(0)
})

test('answers that were voted down are shown when they are wished for', async () => {
  const visitor = await visit(program.url, 'Ada', ADMIN)
  const lobby = await visitor.enter('lobby')
  const asked = await visitor.say('lobby', '/ask what is a semaphore')
  const answer = await lobby.answer(asked)
  const [, block] = /data-act="(\d+)"[^>]*>Not helpful/.exec(answer.html) ?? []
  const path = `/api/channels/lobby/answers/${answer.id}/act`
  expect((await visitor.call('POST', path, { block: Number(block), choice: 1 })).status).toBe(204)
  await lobby.answer(asked, ({ html }) => html.includes('noted as not helpful'))
  lobby.leave()
  const page = await sit()
  const votes = panel(page, 'Answers marked unhelpful')
  await votes.getByRole('button', { name: 'Show them' }).click()
  await votes.getByText('what is a semaphore').waitFor()
  await pictured(page, 'votes')
})

test.each([
  ['a phone', 380, 'light'],
  ['a phone in the dark', 380, 'dark'],
  ['a wide screen in the dark', 1100, 'dark'],
] as const)('on %s nothing sticks out', async (name, width, theme) => {
  const page = await sit(width, theme)
  await pictured(page, name.replaceAll(' ', '-'))
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('.panel')]
      .filter(
        (each) =>
          each.getBoundingClientRect().right > innerWidth || each.scrollWidth > each.clientWidth,
      )
      .map((each) => each.id),
  )
  expect(wide).toEqual([])
  await page.evaluate(() => document.querySelector('#settings')?.scrollIntoView())
  await pictured(page, `${name.replaceAll(' ', '-')}-settings`)
})

test('a visitor logs in as an admin to get to the desk', async () => {
  const page = await browsers.open(`${program.url}admin`)
  await page.getByText('Log in as an admin').waitFor()
  for (const token of ['wrong', ADMIN_TOKEN]) {
    await page.getByLabel('Token').fill(token)
    await page.keyboard.press('Enter')
    if (token === 'wrong') await page.getByText('That’s not the right token.').waitFor()
  }
  await panel(page, 'Settings').waitFor()
  expect(new URL(page.url()).pathname).toBe('/admin')
})

test('nobody else presses what is on an admin’s desk', async () => {
  const guarded = await startProgram()
  try {
    const admin = await visit(guarded.url, null, ADMIN)
    const desk = await (await admin.call('GET', '/admin')).text()
    const [, id] = /id="settings"[^>]*data-panel="([^"]+)"/.exec(desk) ?? []
    const press = { block: 2, choice: 0 }
    const path = `/api/admin/panels/${id}/act`
    expect((await admin.call('POST', path, press)).status).toBe(200)
    const other = await visit(guarded.url, null, ADMIN)
    const refused = await other.call('POST', path, press)
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'This page is out of date. Reload it.' },
    ])
    const forged = await admin.call('POST', path, press, { origin: 'http://evil.example' })
    expect(forged.status).toBe(403)
    const wrong = await admin.call('POST', path, { block: 99 })
    expect(await wrong.json()).toEqual({ error: 'That button is gone.' })
  } finally {
    await guarded.close()
  }
})
