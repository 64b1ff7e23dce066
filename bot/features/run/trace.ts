/** The button that exports a run as a file for Perfetto, and its answer. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Context } from '../../core/command.ts'
import type { Block, Message } from '../../core/message.ts'
import type { Program } from '../../reading/program.ts'
import { traceOf } from '../../timeline/draw.ts'
import { jobOf } from './given.ts'
import { progress } from './progress.ts'
import { watch } from './watch.ts'

/** The “Open in Perfetto” button. `again`: the `code` option that ran the program; `given`: its other options. */
export function offerTrace(again: string, given: Readonly<Record<string, string>>): Block {
  const options = { code: again, ...given, trace: true }
  return {
    kind: 'choices',
    choices: [{ label: 'Open in Perfetto', action: { command: 'run', options } }],
  }
}

/** Runs the program again and attaches its trace; runs aren't stored. */
export async function* tracedRun(
  program: Program,
  { request, sandbox }: Pick<Context, 'request' | 'sandbox'>,
): AsyncGenerator<Message, void> {
  for await (const seen of watch(sandbox, jobOf(program, program.stdin), request.signal)) {
    if ('result' in seen) yield await traced(program, seen.result)
    else yield progress(seen)
  }
}

async function traced(program: Program, result: RunResult): Promise<Message> {
  return {
    blocks: [
      { kind: 'markdown', text: HOW },
      { kind: 'file', name: 'trace.json', content: await traceOf(program, result) },
    ],
    notice: 'The run as a trace for Perfetto.',
    audience: 'everyone',
    done: true,
  }
}

const HOW =
  'I ran it once more and recorded a trace: every task, thread and process, what it was doing when, and at which line. Save `trace.json`, open [ui.perfetto.dev](https://ui.perfetto.dev) and choose *Open trace file*. The file stays in your browser.'
