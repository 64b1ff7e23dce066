import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Browsers, openBrowser } from './browser.ts'
import { openSite } from './site.ts'

let site: Awaited<ReturnType<typeof openSite>>
let browsers: Browsers

beforeAll(async () => {
  ;[site, browsers] = await Promise.all([openSite(), openBrowser()])
})
afterEach(async () => {
  await browsers.leave()
})
afterAll(async () => {
  await Promise.all([site.close(), browsers.close()])
  expect(site.errors).toEqual([])
  expect(browsers.complaints).toEqual([])
})

/** A person at a browser of their own, in the channel, with a name. */
function sit(name: string, channel = 'lobby', width = 1100): Promise<Page> {
  return browsers.sit(site.url, name, channel, { width })
}

const box = (page: Page) => page.getByLabel('Message', { exact: true })
const lastPost = (page: Page) => page.locator('.log > .post').last()
const lastAnswer = (page: Page) => lastPost(page).locator('.answer').last()

async function runs(page: Page, code: string) {
  const before = await page.locator('.log > .post').count()
  await box(page).fill(code)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.locator('.log > .post').nth(before).waitFor()
  await lastAnswer(page).locator('article[aria-busy=false]').waitFor()
}

describe('the page in Chromium', () => {
  test('paste, run, see output, verdict and change; edit; delete', async () => {
    const page = await sit('Ada')
    const code = `import asyncio

async def wait(n):
    await asyncio.sleep(0.4)
    return n

async def main():
    for n in range(3):
        print("got", await wait(n))

asyncio.run(main())`
    await box(page).focus()
    await page.keyboard.insertText(code)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await lastAnswer(page).locator('article[aria-busy=false]').waitFor()
    expect(await lastPost(page).locator('.who').first().textContent()).toBe('Ada')
    expect(await lastAnswer(page).locator('.is-stdout code').textContent()).toBe(
      'got 0\ngot 1\ngot 2',
    )
    expect(await lastAnswer(page).locator('h3').textContent()).toBe('Use async')
    expect(await lastAnswer(page).textContent()).toContain('gather')
    expect(await box(page).inputValue()).toBe('')

    await lastPost(page).getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Edit message').fill('```python\nprint("edited")\n```')
    await page.getByRole('button', { name: 'Save and run again' }).click()
    await lastAnswer(page).getByText('edited').waitFor()
    expect(await page.locator('.answer').count()).toBe(1)

    await lastPost(page).getByRole('button', { name: 'Delete answer' }).click()
    await page.locator('.answer').waitFor({ state: 'detached' })
    await lastPost(page).getByRole('button', { name: 'Delete', exact: true }).dblclick()
    await page.getByText('Paste Python. See where the time goes.').waitFor()
    expect(await page.locator('#toast').textContent()).toBe('')
  })

  test('what is half written is there again when its writer comes back to the channel', async () => {
    const page = await sit('Ada')
    await box(page).fill('half a thought\nin two lines')
    await page.getByRole('link', { name: 'study-group' }).click()
    await page.waitForURL('**/c/study-group')
    expect(await box(page).inputValue()).toBe('')
    await page.getByRole('link', { name: 'lobby' }).click()
    await page.waitForURL('**/c/lobby')
    await expect.poll(() => box(page).inputValue()).toBe('half a thought\nin two lines')
  })

  test('whoever changes an old message stays where it is', async () => {
    const page = await sit('Ada', 'study-group')
    for (const word of ['first', 'second']) {
      await box(page).fill(Array.from({ length: 80 }, () => word).join('\n\n'))
      await page.getByRole('button', { name: 'Send' }).click()
      await lastPost(page).getByText(word).first().waitFor()
    }
    const post = page.locator('.log > .post', { hasText: 'first' })
    await post.getByRole('button', { name: 'Edit' }).click()
    await post.getByLabel('Edit message').fill('shorter')
    await post.getByRole('button', { name: 'Save and run again' }).click()
    const changed = page.locator('.log > .post', { hasText: 'shorter' })
    await changed.getByText('edited').waitFor()
    expect(await changed.evaluate((each) => each.getBoundingClientRect().bottom)).toBeGreaterThan(0)
  })

  test('an example is one click away', async () => {
    const page = await sit('Ada', 'me')
    await page.getByRole('button', { name: 'Three waits with async' }).click()
    await lastAnswer(page).getByText('Use async').waitFor()
    expect(await lastAnswer(page).locator('.is-stdout code').textContent()).toContain(
      'tea is ready',
    )
  })

  test('Enter sends, but not inside an open fence; Shift+Enter never does', async () => {
    const page = await sit('Ada')
    await box(page).focus()
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('```python')
    await page.keyboard.press('Enter')
    await page.keyboard.type('print(40 + 2)')
    await page.keyboard.press('Enter')
    expect(await box(page).inputValue()).toBe('one\n```python\nprint(40 + 2)\n')
    await page.keyboard.press('Control+Enter')
    await lastAnswer(page).getByText('42').waitFor()
  })

  test('typing a slash offers the commands, and Tab completes', async () => {
    const page = await sit('Ada')
    await box(page).focus()
    await page.keyboard.type('/')
    expect(await page.getByRole('option').allTextContents()).toEqual([
      expect.stringContaining('/run'),
      expect.stringContaining('/help'),
    ])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    expect(await box(page).inputValue()).toBe('/help ')
    await page.keyboard.press('Enter')
    await lastAnswer(page).getByText('only you see this').waitFor()
  })

  test('a program that wants input gets it by the form', async () => {
    const page = await sit('Ada')
    await runs(page, 'name = input("Who? ")\nprint("Hello", name)')
    await page.getByLabel('Input').fill('Grace Hopper')
    await page.getByRole('button', { name: 'Run with this input' }).click()
    await lastAnswer(page).getByText('Hello Grace Hopper').waitFor()
  })

  test('Python without a fence is offered, by mouse or by keyboard', async () => {
    const page = await sit('Ada')
    await box(page).fill('print("offered")')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Run it' }).press('Enter')
    await lastAnswer(page).locator('.is-stdout').waitFor()
    expect(await lastAnswer(page).textContent()).toContain('offered')
  })

  test('a dropped file comes along', async () => {
    const page = await sit('Ada')
    const dropped = await page.evaluateHandle(() => {
      const held = new DataTransfer()
      held.items.add(new File(['print("from a file")'], 'job.py'))
      return held
    })
    await page.dispatchEvent('body', 'drop', { dataTransfer: dropped })
    expect(await page.getByLabel('Files to send').textContent()).toContain('job.py')
    await page.getByRole('button', { name: 'Send' }).click()
    await lastAnswer(page).getByText('from a file').waitFor()
  })

  test('bad input is answered in words, and what was typed stays', async () => {
    const page = await sit('Ada')
    await runs(page, 'for x in range(3)\n    print(x)')
    expect(await lastAnswer(page).textContent()).toContain('SyntaxError')
    await box(page).fill('/rnu print(1)')
    await page.keyboard.press('Enter')
    await lastAnswer(page).getByText("There's no command").waitFor()
    await page.locator('#files').setInputFiles(
      Array.from({ length: 11 }, (_, n) => ({
        name: `${n}.txt`,
        mimeType: 'text/plain',
        buffer: Buffer.from('x'),
      })),
    )
    await box(page).fill('too many files')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('alert').getByText('At most 10 files at a time.').waitFor()
    expect(await box(page).inputValue()).toBe('too many files')
  })

  test('a send that takes long is sent once, and what is written meanwhile stays', async () => {
    const page = await sit('Ada')
    const taken = Promise.withResolvers<void>()
    await page.route('**/posts', async (route) => {
      await taken.promise
      await route.continue()
    })
    await box(page).fill('print("slowly sent")')
    const run = page.getByRole('button', { name: 'Run', exact: true })
    await run.click()
    await run.click()
    await box(page).pressSequentially('next')
    taken.resolve()
    await lastAnswer(page).locator('.is-stdout').waitFor()
    expect(await page.locator('.post', { hasText: 'slowly sent' }).count()).toBe(1)
    expect(await box(page).inputValue()).toBe('next')
  })

  test('by keyboard one goes on from the answer in which one pressed, and its end is announced', async () => {
    const page = await sit('Ada')
    await box(page).fill('print("offered by key")')
    await page.keyboard.press('Enter')
    await page
      .locator('#said', { hasText: 'This looks like Python' })
      .waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Run it' }).press('Enter')
    await lastAnswer(page).locator('.is-stdout').waitFor()
    await page.keyboard.press('Tab')
    const next = page.locator(':focus')
    expect(await lastPost(page).locator('.answers').locator(next).count()).toBe(1)
  })

  test('two people talk in one channel, and each changes only what is theirs', async () => {
    const [ada, bob] = await Promise.all([sit('Ada', 'study-group'), sit('Bob', 'study-group')])
    await runs(ada, 'print("from Ada")')
    await lastAnswer(bob).getByText('from Ada').first().waitFor()
    expect(await lastPost(bob).locator('.who').first().textContent()).toBe('Ada')
    expect(await lastPost(bob).getByRole('button', { name: 'Edit' }).count()).toBe(0)
    await runs(bob, 'print("from Bob")')
    await lastAnswer(ada).getByText('from Bob').first().waitFor()
    await lastPost(bob).getByRole('button', { name: 'Delete', exact: true }).click()
    await ada.getByText('from Bob').first().waitFor({ state: 'detached' })
  })

  test('the name is asked once, and a reload shows what was said', async () => {
    const page = await sit('Ada', 'me')
    await runs(page, 'print("remember")')
    await page.reload()
    await lastAnswer(page).getByText('remember').first().waitFor()
    expect(await page.locator('#naming').isVisible()).toBe(false)
  })

  test('long output is folded until asked for', async () => {
    const page = await sit('Ada')
    await runs(page, 'for n in range(300): print(n)')
    const output = lastAnswer(page).locator('.is-stdout pre')
    const folded = (await output.boundingBox())?.height ?? 0
    await lastAnswer(page).getByRole('button', { name: 'Show all 300 lines' }).click()
    expect((await output.boundingBox())?.height).toBeGreaterThan(folded * 5)
  })

  test('dark or light follows the system until the person chooses', async () => {
    const page = await sit('Ada')
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await paper()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await paper()
    expect(dark).not.toBe(light)
    await page.getByRole('button', { name: 'Dark or light' }).click()
    expect(await paper()).toBe(light)
    await page.reload()
    expect(await paper()).toBe(light)
  })

  test('at 400 px nothing is wider than the screen, and everything can be reached', async () => {
    const page = await sit('Ada', 'me', 400)
    await runs(page, `print("wide " * 60)\nraise ValueError("${'x'.repeat(200)}")`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
    for (const name of ['Run', 'Send', 'Code block', 'Dark or light', 'Delete answer']) {
      const button = page.getByRole('button', { name, exact: true })
      const { x = -1, width = 999 } = (await button.boundingBox()) ?? {}
      expect(x >= 0 && x + width <= 400, name).toBe(true)
    }
  })
})
