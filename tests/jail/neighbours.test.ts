import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { optionsIn, removeFolder, stateFolder } from './jails.ts'
import { PAIRS } from './neighbours.ts'
import { textOf } from './program.ts'

test.for(Object.entries(PAIRS))('runs do not share %s', async ([, { greedy, honest }]) => {
  const stateDir = await stateFolder()
  const [one, other] = await Promise.all([
    startSandbox(optionsIn(stateDir)),
    startSandbox(optionsIn(stateDir)),
  ])
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()])
    await removeFolder(stateDir)
  })
  const holding = Promise.withResolvers<unknown>()
  const held = one.run({ code: greedy, asker: 'greedy' }, { onOutput: holding.resolve })
  await holding.promise
  const beside = [one, other].map((sandbox) => sandbox.run({ code: honest, asker: 'honest' }))
  expect((await Promise.all(beside)).map((result) => textOf(result))).toEqual(['fine\n', 'fine\n'])
  expect(textOf(await held)).toContain('holding')
})
