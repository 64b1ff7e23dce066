import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runReportSchema } from '../../bot/cli/report/json.ts'
import { CHECKOUT, folder, output, overlap, programs } from './overlap.ts'

test('--json prints one object a line and file, in the order given, each by the schema', async () => {
  const files = programs(
    'import time; time.sleep(0.4); print("slow")',
    'import sys; print("quick"); print("oh", file=sys.stderr)',
    'open("left.txt", "w").write("12345")',
  )
  const { stdout, stderr, exitCode } = await overlap(['run', '--json', ...files])
  const reports = reportsOf(stdout)
  expect(reports.map(({ file }) => file)).toEqual(files)
  expect(reports.map(({ stdout }) => stdout)).toEqual(['slow\n', 'quick\n', ''])
  expect(reports[1]?.stderr).toBe('oh\n')
  expect(reports[2]?.files).toEqual([{ name: 'left.txt', bytes: 5 }])
  expect(reports[0]?.wallMs).toBeGreaterThan(400)
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test('whatever the programs did, the exit code is 0 and the status says it', async () => {
  const files = programs(
    'raise SystemExit(3)',
    'import os, signal; os.kill(os.getpid(), signal.SIGSEGV)',
    'while True: pass',
    'this is not Python',
    'print("fine")',
  )
  // On a busy machine also those that end by themselves take a while.
  const { stdout, exitCode } = await overlap(['run', ...files, '--json', '--timeout', '4'])
  expect(
    reportsOf(stdout).map(({ status, exitCode, signal }) => [status, exitCode, signal]),
  ).toEqual([
    ['error', 3, null],
    ['signal', null, 'SIGSEGV'],
    ['timeout', null, null],
    ['error', 1, null],
    ['ok', 0, null],
  ])
  expect(exitCode).toBe(0)
})

test('several files run at the same time', async () => {
  const sleeper = 'import time; print(time.time()); time.sleep(1); print(time.time())'
  const { stdout } = await overlap([
    'run',
    '--json',
    ...programs(sleeper, sleeper, sleeper, sleeper, sleeper, sleeper),
  ])
  const times = reportsOf(stdout).map(({ stdout }) => stdout.trim().split('\n').map(Number))
  expect(times).toHaveLength(6)
  const latestStart = Math.max(...times.map(([start = 0]) => start))
  const isAlone = ([start = 0, end = 0]: readonly number[]) =>
    times.filter(([other = 0, until = 0]) => other < end && start < until).length === 1
  expect(latestStart).toBeGreaterThan(0)
  expect(times.filter(isAlone).length).toBeLessThan(6)
})

test('--trace writes the run in the Trace Event Format, with its tasks and their lines', async () => {
  const [file = ''] = programs(
    'import asyncio\nasync def work():\n    await asyncio.sleep(0.1)\nasyncio.run(work())',
  )
  const trace = join(folder(), 'out.json')
  expect((await overlap(['run', '--trace', trace, file])).exitCode).toBe(0)
  const { traceEvents } = z
    .object({ traceEvents: z.array(z.looseObject({ name: z.string(), ph: z.string() })) })
    .parse(JSON.parse(readFileSync(trace, 'utf8')))
  expect(traceEvents).toContainEqual(
    expect.objectContaining({
      ph: 'X',
      name: 'sleep',
      args: { file: 'main.py', line: 3, source: 'await asyncio.sleep(0.1)' },
    }),
  )
})

test('--project runs all files as one program: waits and lines of every file are told', async () => {
  const base = folder()
  mkdirSync(join(base, 'jobs'))
  mkdirSync(join(base, '.venv'))
  const files = {
    'app.py': 'from jobs import fetch\nfor n in range(6):\n    print(fetch(n))\n',
    'jobs/__init__.py': 'from .web import fetch\n',
    'jobs/web.py':
      'import time\n\ndef fetch(n):\n    time.sleep(0.15)\n    return open("seed.txt").read() + str(n)\n',
    'seed.txt': 'n=',
    '.venv/big.py': 'x = 1\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(base, name), text)
  const asks = [
    ['--project', base, 'app.py'],
    ['--project', base, join(base, 'app.py')],
  ]
  for (const args of asks) {
    const { stdout, exitCode } = await overlap(['run', '--json', ...args])
    const [report, ...more] = reportsOf(stdout)
    expect(exitCode).toBe(0)
    expect(more).toEqual([])
    expect(report?.stdout).toMatch(/^n=0\nn=1\n/)
    expect(report?.advice).toMatchObject({ verdict: 'threads' })
    expect(report?.advice?.headline).toContain('line 3')
  }
})

test('of a project, what the interpreter tells of another file is told by its name and line', async () => {
  const base = folder()
  const job = 'import time\n\nasync def main():\n    time.sleep(0.3)\n    raise ValueError("no")\n'
  writeFileSync(join(base, 'job.py'), job)
  writeFileSync(join(base, 'main.py'), 'import asyncio, job\n\nasyncio.run(job.main())\n')
  const [report] = reportsOf((await overlap(['run', '--json', '--project', base])).stdout)
  expect(report?.advice?.headline).toContain('line 5 of `job.py`')
  expect(report?.advice?.findings).toContainEqual(
    expect.objectContaining({ name: 'blocking-sleep-in-async', file: 'job.py', line: 4 }),
  )
})

test('the same files without --project are programs of their own', async () => {
  const [one = '', other = ''] = programs('print(1)', 'print(2)')
  const { stdout } = await overlap(['run', '--json', one, other])
  expect(reportsOf(stdout).map(({ stdout }) => stdout)).toEqual(['1\n', '2\n'])
})

test('lines of a notebook in a file are left out, and the report says so', async () => {
  const files = programs('!pip install requests\nprint(\u201chi\u201d)')
  const [report] = reportsOf((await overlap(['run', '--json', ...files])).stdout)
  expect(report).toMatchObject({ stdout: 'hi\n' })
  expect(report?.notes).toHaveLength(2)
})

test('--stdin is what each program reads', async () => {
  const files = programs('print(input())', 'print(input()[::-1])')
  const { stdout } = await overlap(['run', '--json', '--stdin', 'one\ntwo\n', ...files])
  expect(reportsOf(stdout).map(({ stdout }) => stdout)).toEqual(['one\n', 'eno\n'])
})

test('the report to read has the output, what it cost and a verdict, and no escape sequences', async () => {
  const [file = ''] = programs('print("\\x1b[31mred\\x1b[0m alert \\u202e")\n6 * 7')
  const { stdout } = await overlap(['run', file])
  expect(stdout).toContain(file)
  expect(stdout).toContain('red alert <U+202E>')
  expect(stdout).toMatch(/Value of the last line\s+42/)
  expect(stdout).toMatch(/Time \d.*CPU \d.*Memory \d/)
  expect(stdout).not.toContain('\u001b')
})

test('on a terminal there are colours and, on a long run, a progress line', async () => {
  const [file = ''] = programs('import time; time.sleep(1.3)')
  const onTerminal = await terminal(`run ${file}`, {})
  expect(onTerminal).toContain('\u001b[1m')
  expect(onTerminal).toMatch(/Running for \d/)
})

test('NO_COLOR is honoured on a terminal', async () => {
  const [file = ''] = programs('print(1)')
  expect(await terminal(`run ${file}`, { NO_COLOR: '1' })).not.toContain('\u001b[1m')
})

test('a program that asks for input and got none is told how to give it', async () => {
  const { stdout } = await overlap(['run', ...programs('input()')])
  expect(stdout).toContain('--stdin')
})

test('what follows two dashes is what each program is started with; without it, the answer says how', async () => {
  const [file = '', wrong = ''] = programs(
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--n", type=int, required=True)\np.add_argument("name")\nprint(p.parse_args())',
    'import sys\nprint(int(sys.argv[2]))',
  )
  const { stdout } = await overlap(['run', file, '--', '--n', '3', 'two words'])
  expect(stdout).toContain("Namespace(n=3, name='two words')")
  expect(stdout).toContain("Arguments --n 3 'two words'")
  const { stdout: without } = await overlap(['run', file, wrong])
  expect(without).toMatch(
    /didn't get the arguments it needs: the following arguments are required: --n, name\./,
  )
  expect(without).toMatch(/reads an argument at line 2 \(sys.argv\[2\]\) that it was not given/)
  expect(without.match(/overlap run FILE -- ARGS/g)).toHaveLength(2)
  const { exitCode } = await overlap(['run', file, '--', 'x'.repeat(4000)])
  expect(exitCode).toBe(64)
})

test('a missing library is the headline, with what its source says and what is installed', async () => {
  const loop = 'def wait(n):\n    time.sleep(n)\nfor n in range(3):\n    wait(n)\n'
  const files = programs(`import tensorflow\nimport time\n${loop}`, 'import nowhere\nprint(1)')
  const { stdout } = await overlap(['run', ...files])
  const [first = '', second = ''] = stdout.split(files[1] ?? '')
  expect(first.split('\n')[2]).toMatch(
    /^ {2}tensorflow isn't installed here, so the program stopped at line 1\. From its source: .*line 6/,
  )
  expect(first).toMatch(/Installed here: .*requests/)
  expect(first).toContain('the advice is from the source alone')
  expect(first).not.toContain('Use threads')
  expect(second).toContain("Its source alone doesn't show what would make it faster.")
  expect(second).not.toContain('nothing to overlap')
  const { stdout: json } = await overlap(['run', '--json', ...files])
  const [report] = reportsOf(json)
  expect(report?.advice).toMatchObject({ unmeasured: true, change: null, prediction: null })
})

test('a file that cannot be run is named, and then none is run', async () => {
  const base = folder()
  writeFileSync(join(base, 'latin.py'), Buffer.from('print("\xe9")', 'latin1'))
  writeFileSync(join(base, 'long.py'), `#${'x'.repeat(300 * 1024)}`)
  const { stdout, stderr, exitCode } = await overlap([
    'run',
    '--json',
    ...programs('print(1)'),
    join(base, 'missing.py'),
    base,
    join(base, 'latin.py'),
    join(base, 'long.py'),
  ])
  expect(stderr.split('\n').slice(0, 4)).toEqual([
    `overlap: ${base}/missing.py does not exist`,
    `${base} is a folder`,
    `${base}/latin.py is not UTF-8 text`,
    `${base}/long.py is 300 KiB; a program may be 256 KiB`,
  ])
  expect(stdout).toBe('')
  expect(exitCode).toBe(66)
})

test.each([
  ['without a file', ['run']],
  ['with an unknown option', ['run', '--frobnicate', 'a.py']],
  ['with a timeout that is no number', ['run', '--timeout', 'soon', 'a.py']],
  ['with a timeout of nothing', ['run', '--timeout', '0', 'a.py']],
  ['with a trace of two programs', ['run', '--trace', 't.json', 'a.py', 'b.py']],
  ['with more input than a program may read', ['run', '--stdin', 'x'.repeat(70_000), 'a.py']],
  ['with an unknown command', ['frobnicate']],
  ['with arguments for serve', ['serve', 'here']],
])('wrong usage, %s, is 64', async (_, args) => {
  const { stdout, stderr, exitCode } = await overlap(args)
  expect(stderr).toMatch(/^overlap: .+/)
  expect(stderr).not.toContain('    at ')
  expect(stdout).toBe('')
  expect(exitCode).toBe(64)
})

test('without a jail it is 69, with the reason', async () => {
  const args = ['run', '--json', ...programs('print(1)')]
  const { stdout, stderr, exitCode } = await overlap(args, { OVERLAP_PYTHON: '/nowhere/python3' })
  expect(stderr).toContain('/nowhere/python3')
  expect(stdout).toBe('')
  expect(exitCode).toBe(69)
})

test('a wrong setting is 78 and named', async () => {
  const { stderr, exitCode } = await overlap(['doctor'], { OVERLAP_WEB_PORT: 'sesame' })
  expect(stderr).toBe('overlap: OVERLAP_WEB_PORT must be a port\n')
  expect(exitCode).toBe(78)
})

test('Ctrl-C ends the runs and leaves no jail behind', async () => {
  const stateDir = folder()
  const [first = '', second = ''] = programs('print("started")', 'import time; time.sleep(60)')
  const running = overlap(['run', first, second, '--timeout', '60'], {
    OVERLAP_STATE_DIR: stateDir,
  })
  await output(running, /started/)
  running.kill('SIGINT')
  const { exitCode } = await running
  expect(exitCode).toBe(130)
  expect(readdirSync(stateDir)).toEqual([])
})

test.each(['help', '--help', '-h'])('overlap %s says what there is', async (word) => {
  const { stdout, exitCode } = await overlap([word])
  expect(stdout).toMatch(/overlap serve.*overlap run.*overlap doctor/s)
  expect(exitCode).toBe(0)
})

test('npx overlap runs on the Node of npm ci, whatever the machine has', async () => {
  const { stdout } = await execa('npx', ['overlap', '--version'], { cwd: CHECKOUT })
  expect(stdout).toMatch(/^\d+\.\d+\.\d+$/)
})

function reportsOf(stdout: string) {
  const lines = stdout.split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => runReportSchema.strict().parse(JSON.parse(line)))
}

/** All that a terminal would get. */
async function terminal(args: string, env: Readonly<Record<string, string>>): Promise<string> {
  const command = `${process.execPath} ${join(CHECKOUT, 'bot/cli.ts')} ${args}`
  const { stdout } = await execa('script', ['-qec', command, '/dev/null'], {
    env: { TERM: 'xterm', NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, ...env },
  })
  return stdout
}
