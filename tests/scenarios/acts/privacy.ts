/** What is kept about a person. */
import { expect, test } from 'vitest'
import type { Cast } from '../cast.ts'

export function privacy(cast: Cast): void {
  test('what is kept about a person is shown and deleted on their wish', async () => {
    const { stage } = cast()
    const dan = await stage.member('Dan')
    await dan.answer(await dan.command('lesson', { name: '2' }))
    const kept = await dan.answer(await dan.command('data', { action: 'export' }))
    expect(kept.files[0]?.text).toContain('waiting-or-working')
    const asked = await dan.answer(await dan.command('data', { action: 'delete' }))
    const deleted = await dan.answer(await dan.press(asked, 'Delete permanently'))
    expect(deleted.text).toContain('All your data has been deleted.')
    const after = await dan.answer(await dan.command('data'))
    expect(after.text).toContain('Overlap keeps no data about you.')
  })
}
