import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { access, glob, mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, onTestFinished, test, vi } from 'vitest'
import { POOL } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import {
  Displaced,
  type OutputChunk,
  RunLostError,
  SandboxBusyError,
  SandboxUnavailableError,
} from '../../sandbox/sandbox.ts'
import { leftovers, optionsIn, removeFolder, stateFolder } from './jails.ts'
import { endOf, textOf } from './program.ts'

const NAP = 'import time\ntime.sleep(0.3)\nprint("slept")'

test('output is told while the program runs', async () => {
  const { sandbox } = await ownSandbox()
  const first = Promise.withResolvers<OutputChunk>()
  const ended = sandbox.run(
    { code: 'import time\nprint("early")\ntime.sleep(0.5)\nprint("late")' },
    { onOutput: first.resolve },
  )
  const winner = await Promise.race([first.promise, ended])
  expect(winner).toEqual({ stream: 'stdout', text: 'early\n' })
  expect(textOf(await ended)).toBe('early\nlate\n')
})

test('a run that is given up ends at once, and so does one that waits', async () => {
  const { sandbox } = await ownSandbox()
  const giveUp = new AbortController()
  const started = Promise.withResolvers<OutputChunk>()
  const code = 'import time\nprint("started")\ntime.sleep(9)'
  const { signal } = giveUp
  const running = sandbox.run({ code, alone: true }, { signal, onOutput: started.resolve })
  const waiting = sandbox.run({ code }, { signal })
  const ends = Promise.all([
    expect(running).rejects.toThrow('given up'),
    expect(waiting).rejects.toThrow('given up'),
  ])
  await started.promise
  giveUp.abort(new Error('given up'))
  await ends
  expect(endOf(await sandbox.run({ code: 'pass' }))).toBe('ok')
})

test('a run that was given up before it began never begins', async () => {
  const { sandbox } = await ownSandbox()
  const signal = AbortSignal.abort(new Error('too late'))
  await expect(sandbox.run({ code: 'pass' }, { signal })).rejects.toThrow('too late')
})

test('slots grow while runs wait, and each is told its place in the line', async () => {
  const { sandbox } = await ownSandbox()
  const places: number[] = []
  const runs = Array.from({ length: 12 }, (_, n) =>
    sandbox.run(
      { code: NAP, asker: `person ${n}` },
      n === 11 ? { onPosition: (ahead) => places.push(ahead) } : {},
    ),
  )
  const results = await Promise.all(runs)
  expect(results.map((result) => textOf(result))).toEqual(results.map(() => 'slept\n'))
  expect(places[0]).toBeGreaterThan(5)
  expect(places).toEqual([...places].sort((a, b) => b - a))
  expect(sandbox.status().slots).toBeGreaterThan(POOL.warm)
})

test('a job that wants to be alone has no other beside it, or is told that it had', async () => {
  const { sandbox } = await ownSandbox()
  const code = 'import time\nprint(time.time())\ntime.sleep(0.1)\nprint(time.time())'
  const timed = async (asker: string) => {
    const result = await sandbox.run({ code, alone: asker === 'alone', asker })
    const [from = 0, to = 0] = textOf(result).trim().split('\n').map(Number)
    return { from, to, neighbours: result.neighbours }
  }
  const [alone, ...others] = await Promise.all(['alone', 'a', 'b', 'c', 'd'].map(timed))
  if (!alone) throw new Error('it did not run')
  const beside = others.filter(({ from, to }) => from < alone.to && to > alone.from)
  expect(beside.length).toBeLessThanOrEqual(alone.neighbours)
})

test('a job in the background makes room as soon as another one has to wait', async () => {
  const { sandbox } = await ownSandbox()
  const started = Promise.withResolvers<OutputChunk>()
  const code = 'import time\nprint("started")\ntime.sleep(9)'
  const behind = sandbox.run({ code, background: true }, { onOutput: started.resolve })
  await started.promise
  const displaced = expect(behind).rejects.toThrow(Displaced)
  // It waits for an empty machine.
  expect(endOf(await sandbox.run({ code: 'pass', alone: true, asker: 'ada' }))).toBe('ok')
  await displaced
})

test('of one asker, one job runs in the background at a time, and few wait', async () => {
  const { sandbox } = await ownSandbox()
  const behind = () => sandbox.run({ code: NAP, background: true, asker: 'ada' })
  const all = [behind(), behind(), behind()]
  await expect(behind()).rejects.toThrow(SandboxBusyError)
  expect(sandbox.status().running).toBe(1)
  expect((await Promise.all(all)).map((result) => textOf(result))).toEqual(
    Array.from({ length: 3 }, () => 'slept\n'),
  )
})

test('a job in the background runs where nobody waits, and begins after all who do', async () => {
  const { sandbox } = await ownSandbox()
  const ended: string[] = []
  const rush = Array.from({ length: 12 }, (_, n) =>
    sandbox.run({ code: NAP, asker: `person ${n}` }).then(() => ended.push('someone')),
  )
  const behind = sandbox.run({ code: NAP, background: true }).then(() => ended.push('behind'))
  await Promise.all([...rush, behind])
  expect(ended.at(-1)).toBe('behind')
})

test('what is beyond the queue is refused; somebody’s first program is not', async () => {
  const { sandbox } = await ownSandbox()
  const giveUp = new AbortController()
  const run = (asker?: string) =>
    sandbox.run({ code: 'import time; time.sleep(9)', ...(asker ? { asker } : {}) }, giveUp)
  const warm = sandbox.status().slots
  const all = Array.from({ length: warm + POOL.waiting + 5 }, () => run())
  const first = run('newcomer')
  const ends = Promise.allSettled([...all, first])
  const refused = await Promise.allSettled(all.slice(-5))
  for (const each of refused) {
    expect(each).toMatchObject({ status: 'rejected', reason: expect.any(SandboxBusyError) })
  }
  giveUp.abort()
  expect((await ends).at(-1)).toMatchObject({ reason: { name: 'AbortError' } })
})

test('twelve who fill every slot and the queue hold up nobody new, not even at their address', async () => {
  const { sandbox } = await ownSandbox()
  const giveUp = new AbortController()
  const hostile = Array.from({ length: 12 }, (_, at) =>
    Array.from({ length: POOL.waitingPerAsker + 5 }, () =>
      sandbox.run(
        {
          code: 'import time; time.sleep(60)',
          asker: `hostile ${at}`,
          origin: 'one address',
          limits: { wallMs: 60_000 },
        },
        giveUp,
      ),
    ),
  )
  const ends = Promise.allSettled(hostile.flat())
  const done: string[] = []
  void Promise.race(hostile.flat().map((each) => each.catch(() => new Promise(() => {})))).then(
    () => done.push('hostile'),
  )
  const honest = await sandbox.run({ code: 'print(1)', asker: 'honest', origin: 'one address' })
  done.push('honest')
  expect(textOf(honest)).toBe('1\n')
  expect(done).toEqual(['honest'])
  giveUp.abort()
  await ends
})

test('a program that is stopped does not cost its jail', async () => {
  const { sandbox } = await ownSandbox()
  for (const code of [
    'while True: print(1)',
    'import time; print(1, flush=True); time.sleep(60)',
  ]) {
    const giveUp = new AbortController()
    const stopped = sandbox.run(
      { code },
      { signal: giveUp.signal, onOutput: () => giveUp.abort(new Error('enough')) },
    )
    await expect(stopped).rejects.toThrow('enough')
    expect(textOf(await sandbox.run({ code: 'print(2)' }))).toBe('2\n')
  }
  expect(sandbox.status().renewals).toBe(0)
})

const NAPPING = { code: 'import time; time.sleep(0.2)' }

test('a class of thirty behind one address is never refused', async () => {
  const { sandbox } = await ownSandbox()
  const runs = Array.from({ length: 60 }, (_, at) =>
    sandbox.run({ ...NAPPING, asker: `learner ${at % 30}`, origin: 'school' }),
  )
  expect((await Promise.all(runs)).map(({ status }) => status)).toEqual(runs.map(() => 'ok'))
})

test('a program does not wait for a long one that wants to be alone, which is told of its company', async () => {
  const { sandbox } = await ownSandbox()
  const done: string[] = []
  const nap = { code: 'import time; time.sleep(4)', alone: true }
  const naps = ['Ada', 'Barbara', 'Grace'].map(async (asker) => {
    const result = await sandbox.run({ ...nap, asker })
    done.push(asker)
    return result
  })
  const quick = await sandbox.run({ code: 'print(1)', asker: 'Edsger' })
  done.push('Edsger')
  expect(textOf(quick)).toBe('1\n')
  const [first] = await Promise.all(naps)
  expect(done).toEqual(['Edsger', 'Ada', 'Barbara', 'Grace'])
  expect(first?.neighbours).toBe(1)
})

test('closing lets runs finish and refuses new ones', async () => {
  const { sandbox, stateDir } = await ownSandbox()
  const running = sandbox.run({ code: NAP })
  const closed = sandbox.close()
  await expect(sandbox.run({ code: 'pass' })).rejects.toBeInstanceOf(SandboxUnavailableError)
  expect(textOf(await running)).toBe('slept\n')
  await closed
  await expectNothingLeft(stateDir)
})

test('closing ends what runs longer than the grace', async () => {
  const { sandbox, stateDir } = await ownSandbox()
  const running = sandbox.run({ code: 'import time\ntime.sleep(9)' })
  const ended = expect(running).rejects.toBeInstanceOf(SandboxUnavailableError)
  await sandbox.close(100)
  await ended
  await expectNothingLeft(stateDir)
})

test('a slot that was given a wrong limit or file name serves on', async () => {
  const { sandbox } = await ownSandbox()
  const files = [{ name: '../outside.txt', content: Buffer.from('x') }]
  await expect(sandbox.run({ code: 'pass', files })).rejects.toBeInstanceOf(RunLostError)
  expect(endOf(await sandbox.run({ code: 'pass' }))).toBe('ok')
})

test.runIf(userInfo().uid === 0)('what keeps a slot from being removed ends nothing', async () => {
  const { sandbox, stateDir } = await ownSandbox()
  const slots = await Array.fromAsync(glob(`${stateDir}/*/*/config.json`), dirname)
  const busy = (slot: string) => join(slot, 'busy')
  for (const slot of slots) {
    await mkdir(busy(slot))
    await execa('/bin/mount', ['-t', 'tmpfs', 'none', busy(slot)])
    onTestFinished(async () => void (await execa('/bin/umount', [busy(slot)])))
  }
  const giveUp = new AbortController()
  const run = sandbox.run(
    { code: 'import time\nprint("on")\ntime.sleep(9)' },
    { signal: giveUp.signal, onOutput: () => giveUp.abort(new Error('given up')) },
  )
  await expect(run).rejects.toThrow('given up')
  expect(endOf(await sandbox.run({ code: 'pass' }))).toBe('ok')
})

test('a killed Overlap leaves nothing behind once another is started', async () => {
  const stateDir = await stateFolder()
  const script = `
    import { startSandbox } from ${JSON.stringify(fileURLToPath(new URL('../../sandbox/pool/pool.ts', import.meta.url)))}
    import { optionsIn } from ${JSON.stringify(fileURLToPath(new URL('jails.ts', import.meta.url)))}
    const sandbox = await startSandbox(optionsIn(${JSON.stringify(stateDir)}))
    const code = 'import os, time\\nos.fork()\\nprint("running")\\ntime.sleep(9)'
    sandbox.run({ code }, { onOutput: () => console.log('running') })`
  const victim = execa(process.execPath, ['--input-type=module-typescript', '-e', script], {
    reject: false,
    stderr: 'inherit',
    buffer: false,
  })
  onTestFinished(() => void victim.kill('SIGKILL'))
  const { pid, stdout } = victim
  if (pid === undefined) throw new Error('no process')
  await once(stdout, 'data')
  expect((await leftovers(stateDir, pid)).length).toBeGreaterThan(2)
  victim.kill('SIGKILL')
  await victim
  await expectNoProcess(stateDir, pid) // the run has seconds to go, but nobody to tell
  const sandbox = await startSandbox(optionsIn(stateDir))
  await sandbox.close()
  await expectNothingLeft(stateDir, pid)
  await removeFolder(stateDir)
})

test.runIf(userInfo().uid === 0)('a start removes control groups that a runtime left', async () => {
  const [memory = '/sys/fs/cgroup'] = await Array.fromAsync(glob('/sys/fs/cgroup/memory'))
  const group = join(memory, 'overlap-4194305-1-0-0') // no process has so high a number
  await mkdir(group)
  await ownSandbox()
  await expect(access(group)).rejects.toThrow('ENOENT')
})

async function ownSandbox() {
  const stateDir = await stateFolder()
  const sandbox = await startSandbox(optionsIn(stateDir))
  onTestFinished(async () => {
    await sandbox.close(0)
    await removeFolder(stateDir)
  })
  return { sandbox, stateDir }
}

async function expectNoProcess(stateDir: string, pid?: number): Promise<void> {
  const processes = async () =>
    (await leftovers(stateDir, pid)).filter((left) => left.startsWith('process'))
  await vi.waitFor(async () => expect(await processes()).toEqual([]), 5_000)
}

/** The last processes are gone when their new parent has noticed. */
async function expectNothingLeft(stateDir: string, pid?: number): Promise<void> {
  await vi.waitFor(async () => expect(await leftovers(stateDir, pid)).toEqual([]), 20_000)
}
