import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { removeFolder, startLanes } from './jails.ts'
import { jobOf, type Program, programs, textOf } from './program.ts'

/** Lanes, and bare interpreters, at once. */
const LANES = 2
const PYTHON = process.env.OVERLAP_PYTHON || '/usr/bin/python3'
vi.setConfig({ maxConcurrency: LANES })
const all = programs('fidelity')

let lanes: Awaited<ReturnType<typeof startLanes>>

beforeAll(async () => {
  lanes = await startLanes(LANES)
})

afterAll(async () => {
  await lanes.close()
  await removeFolder(lanes.stateDir)
})

type Ending = Readonly<{ stdout: string; stderr: string; exitCode: number | string | null }>

describe.concurrent('a program in the jail ends, byte for byte, as under a bare python3', () => {
  test.for(all)('$name', async (program, { expect }) => {
    const [jailed, bare] = await Promise.all([inJail(program), inBarePython(program)])
    expect(shown(jailed)).toBe(shown(bare))
  })
})

test('there are at least sixty of these', () => {
  expect(all.length).toBeGreaterThanOrEqual(60)
})

function inJail(program: Program): Promise<Ending> {
  return lanes.use(async (sandbox) => {
    const result = await sandbox.run(jobOf(program))
    return {
      stdout: withoutAddresses(textOf(result, 'stdout')),
      stderr: withoutAddresses(textOf(result, 'stderr')),
      exitCode: result.exitCode ?? result.signal,
    }
  })
}

async function inBarePython({ code, files, stdin }: Program): Promise<Ending> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'overlap-bare-')))
  try {
    await writeFile(join(folder, 'main.py'), code)
    for (const file of files) await writeFile(join(folder, file.name), file.content)
    const { stdout, stderr, exitCode, signal } = await execa(PYTHON, ['main.py'], {
      cwd: folder,
      extendEnv: false,
      env: { PATH: '/usr/bin:/bin', HOME: folder, USER: 'learner', LANG: 'C.UTF-8' },
      input: stdin ?? '',
      reject: false,
      stripFinalNewline: false,
    })
    const inWork = (text: string) => withoutAddresses(text.replaceAll(folder, '/work'))
    return { stdout: inWork(stdout), stderr: inWork(stderr), exitCode: exitCode ?? signal ?? null }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What differs between any two runs of one interpreter. */
function withoutAddresses(text: string): string {
  return (
    text
      .replace(/0x[0-9a-f]{8,}/g, '0x…')
      .replace(/\b1\d{14}\b/g, 'THREAD')
      .replace(/\bPid-\d+|pid=\d+/g, 'PID')
      // The jail's way into the program takes five of a thousand frames.
      .replace(/line repeated 99\d more/, 'line repeated 99… more')
      .replace(/took \d\.\d+ seconds/g, 'took … seconds')
  )
}

function shown({ stdout, stderr, exitCode }: Ending): string {
  return `${stdout}\n--- stderr\n${stderr}\n--- exit ${exitCode}`
}
