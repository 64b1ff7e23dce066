/** The channel is closed to the tutor. Nothing can be said there afterwards, so this comes last. */
import { expect, test } from 'vitest'
import { type Cast, says } from '../cast.ts'

const DAY_MS = 24 * 60 * 60_000

export function closing(cast: Cast): void {
  test('tips pause when their channel is closed, and whoever set them hears of it', async ({
    skip,
  }) => {
    const { stage } = cast()
    if (!stage.closeChannel) return skip()
    const eve = await stage.member('Eve', { admin: true })
    const plan = { time: '09:00', zone: 'UTC', days: 'daily', grace: '24' }
    const set = await eve.answer(await eve.command('tips', { do: 'schedule', ...plan }))
    const [, number] = /Schedule (\d+) is set\./.exec(set.text) ?? []
    stage.closeChannel()
    stage.advance(DAY_MS)
    const news = await eve.hears(says("I can't post there any more"))
    expect(news.text).toContain(`Schedule ${number} in #`)
  })
}
