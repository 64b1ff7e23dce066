/** Coroutine tests that plain pytest does not await. */
import type { FindingRule, Program } from '../program.ts'
import { code, lines } from '../wording.ts'

export const asyncTestNotRun: FindingRule = {
  name: 'async-test-not-run',
  severity: 'warning',
  docs: 'library/unittest.html#unittest.IsolatedAsyncioTestCase',
  *find(program) {
    const { facts } = program
    const handled = /pytest_asyncio|pytest\.mark\.(asyncio|anyio|trio)|asyncio_mode|anyio_backend/
    if (handled.test(facts.source)) return
    const tests = facts.functions.filter(
      (func) =>
        func.async &&
        /^test_/.test(func.name) &&
        !isUnittest(func.class, program) &&
        facts.calls.every((call) => call.target !== func),
    )
    const [first] = tests
    if (!first) return
    const refused = program.measures?.result.output.some(({ text }) =>
      /async def functions are not natively supported/.test(text),
    )
    yield {
      line: first.line,
      severity: refused || facts.modules.has('pytest') ? 'error' : 'warning',
      message: `pytest does not await ${code(first.name)} (${lines(tests.map((test) => test.line))}), because "async def functions are not natively supported": install \`pytest-asyncio\` and put \`@pytest.mark.asyncio\` above ${tests.length > 1 ? 'each test' : 'it'}.`,
    }
  },
}

const isUnittest = (name: string | null, { facts }: Program): boolean =>
  (facts.classes.get(name ?? '')?.bases ?? []).some((base) => /TestCase$/.test(base))
