/** Runs in the linter's child process: one source in, its hints out. */
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'

/** Stable rules about concurrency or undefined names. */
const RULES = [
  'ASYNC100',
  'ASYNC105',
  'ASYNC109',
  'ASYNC110',
  'ASYNC210',
  'ASYNC212',
  'ASYNC220',
  'ASYNC221',
  'ASYNC222',
  'ASYNC230',
  'ASYNC240',
  'ASYNC250',
  'ASYNC251',
  'RUF006',
  'B023',
  'F704',
  'F821',
  'PLE1142',
  'S113',
]

type Diagnostic = Readonly<{
  code: string | null
  message: string
  start_location: Readonly<{ row: number }>
}>

const workspace = new Workspace({ lint: { select: RULES } }, PositionEncoding.Utf16)

process.on('message', ({ id, source }: { id: number; source: string }) => {
  process.send?.({ id, hints: check(source) })
})
// The parent has exited.
process.on('disconnect', () => process.exit(0))

/** Null after a failure: the instance can no longer be trusted. */
function check(source: string) {
  try {
    const diagnostics: Diagnostic[] = workspace.check(source)
    return diagnostics.slice(0, 100).map(({ code, message, start_location }) => ({
      rule: code ?? 'invalid-syntax',
      line: start_location.row,
      message: message.slice(0, 300),
    }))
  } catch {
    return null
  }
}
