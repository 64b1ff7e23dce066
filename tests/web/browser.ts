/** Real browsers at the page, each with a person of its own before it. */
import { type Browser, chromium, type Page } from 'playwright-core'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Browsers = Awaited<ReturnType<typeof openBrowser>>

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ARGS,
  })
  /** What the pages complained of: a refused script or style would be here. */
  const complaints: string[] = []

  /** Opens `address` without a name. */
  async function open(address: string, look: Look = {}): Promise<Page> {
    const { width = 1100, theme = 'light', zone = 'UTC' } = look
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      timezoneId: zone,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) complaints.push(message.text())
    })
    await page.goto(address)
    return page
  }

  return {
    complaints,
    open,

    /** A person in a channel, with a name. */
    async sit(url: string, name: string, channel = 'lobby', look: Look = {}): Promise<Page> {
      const page = await open(`${url}c/${channel}`, look)
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.keyboard.press('Enter')
      await page.locator('#naming').waitFor({ state: 'hidden' })
      return page
    },

    leave: (): Promise<unknown> => leaveAll(browser),
    close: () => browser.close(),
  }
}

type Look = Readonly<{ width?: number; theme?: 'light' | 'dark'; zone?: string }>

function leaveAll(browser: Browser): Promise<unknown> {
  return Promise.all(browser.contexts().map((context) => context.close()))
}

/** For whoever wants to look: `OVERLAP_PICTURES` is a folder for pictures of what the tests see. */
export async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env.OVERLAP_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
