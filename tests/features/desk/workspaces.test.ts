import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWeb } from '../../../adapters/web/connect.ts'
import { createEvents } from '../../../bot/core/events.ts'
import { type DeskPanel, inPlace } from '../../../bot/core/feature.ts'
import { createPlatforms } from '../../../bot/core/platform.ts'
import { settingsFeature } from '../../../bot/features/settings/feature.ts'
import { createMetrics } from '../../../bot/monitoring/metrics.ts'
import { sandboxThat } from '../../core/results.ts'
import { memoryStore } from '../../store/memory.ts'
import { tutorWith } from '../../tutor.ts'
import { ADMIN, NO_PROXY, OPEN } from '../../web/access.ts'
import { visit } from '../../web/visitor.ts'

const SLACK = { platform: 'slack', workspace: 'T1' }
const bugs: unknown[] = []
const log = { info() {}, warn() {}, error: (fields: unknown) => void bugs.push(fields) }
const sandbox = sandboxThat(() => Promise.reject())
const store = await memoryStore()
let web: Awaited<ReturnType<typeof startWeb>>

beforeAll(async () => {
  await store.workspaces.joined(SLACK, 1)
  const metrics = createMetrics({
    events: createEvents(),
    sandbox,
    platforms: createPlatforms(),
  })
  let panels: readonly DeskPanel[] = []
  web = await startWeb({
    tutor: tutorWith({ sandbox, store, log, clock: () => 1000 }, (parts) => {
      const feature = settingsFeature(parts)
      panels = inPlace(feature.desk ?? [])
      return feature.commands
    }),
    store,
    access: OPEN,
    proxy: NO_PROXY,
    host: '127.0.0.1',
    port: 0,
    log,
    clock: Date.now,
    probes: { metrics, states: async () => [] },
    desk: { workspaces: store.workspaces.known, panels },
  })
})
afterAll(async () => {
  await web.close()
  await store.close()
  expect(bugs).toEqual([])
})

/** The desk for a workspace, and the way to press something on it. */
async function desk(query = '') {
  const visitor = await visit(web.url, 'Ada', ADMIN)
  const html = await (await visitor.call('GET', `/admin${query}`)).text()
  const [, id = ''] = /id="settings"[^>]*data-panel="([^"]+)"/.exec(html) ?? []
  const act = (body: unknown, panel = id) =>
    visitor.call('POST', `/api/admin/panels/${panel}/act`, body)
  /** Presses what has the label; the blocks of a page are few. */
  async function press(label: string, shown = html): Promise<string> {
    const [, block, choice] =
      new RegExp(`data-act="(\\d+)" data-choice="(\\d+)">${label}`).exec(shown) ?? []
    const answer = await act({ block: Number(block), choice: Number(choice) })
    const { html: next } = (await answer.json()) as { html: string }
    return next
  }
  return { html, act, press }
}

test('each workspace has a desk, and what is set on one holds there only', async () => {
  const { html, press } = await desk('?workspace=slack%2FT1')
  expect(html).toContain('<option value="slack/T1" selected>slack T1</option>')
  expect(html).toContain('<option value="web/local">This page</option>')
  const model = await press('Language model')
  expect(await press('Off', model)).toContain('Changed from on to off')
  expect(await store.settings.of(SLACK)).toMatchObject({ model: false })
  expect(await store.settings.of({ platform: 'web', workspace: 'local' })).toBe(null)
  const [change] = await store.audit.latest(SLACK, 1)
  expect(change).toMatchObject({ by: 'The admin’s desk', what: 'model', from: 'on', to: 'off' })
})

test('on the page itself it is whoever changes it', async () => {
  const { press } = await desk()
  await press('Off', await press('Language model'))
  const [change] = await store.audit.latest({ platform: 'web', workspace: 'local' }, 1)
  expect(change).toMatchObject({ by: 'Ada', what: 'model' })
})

test.each(['?workspace=nowhere%2FT9', '?workspace=%3Cscript%3E', '?workspace=', '?workspace'])(
  'a workspace that is none (%s) is the page itself',
  async (query) => {
    const { html } = await desk(query)
    expect(html).toContain('<option value="web/local" selected>')
    expect(html).not.toContain('<script>')
  },
)

test('what no panel offers is refused in words, and is no bug', async () => {
  const { act } = await desk()
  const offers = [
    {},
    { block: -1 },
    { block: 'x' },
    { block: 1, choice: 999 },
    { block: 0 },
    { block: 1e9, fields: { value: 'x' } },
    { block: 1, fields: { __proto__: 'x' }, choice: 0.5 },
    { command: 'data', options: { action: 'delete' } },
    [],
    null,
    'x',
  ]
  for (const offer of offers) {
    const answer = await act(offer)
    expect([JSON.stringify(offer), answer.status]).toEqual([JSON.stringify(offer), 400])
  }
  for (const panel of ['x', '__proto__', 'constructor', '%00', 'a'.repeat(5000)]) {
    const { status } = await act({ block: 1 }, panel)
    expect([400, 404]).toContain(status)
  }
})
