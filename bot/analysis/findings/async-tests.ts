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
        func.decorators.every((each) => PLAIN_MARK.test(each)) &&
        facts.calls.every((call) => call.target !== func),
    )
    const [first] = tests
    const refused = program.measures?.result.output.some(({ text }) =>
      /async def functions are not natively supported/.test(text),
    )
    // A project may have set pytest up for all of its tests.
    if (!first || (!refused && (facts.modules.has('trio') || facts.modules.has('anyio')))) return
    yield {
      line: first.line,
      // A file alone doesn't tell what the project's configuration turns on; a program that was run is all there is.
      severity:
        refused || (program.measures !== null && facts.modules.has('pytest')) ? 'error' : 'warning',
      message: `pytest does not await ${code(first.name)} (${lines(tests.map((test) => test.line))}), because "async def functions are not natively supported": install \`pytest-asyncio\` and put \`@pytest.mark.asyncio\` above ${tests.length > 1 ? 'each test' : 'it'}.`,
    }
  },
}

/** These leave a test as it is; any other decorator may run it on a loop. */
const PLAIN_MARK = /^pytest\.mark\.(parametrize|skip|skipif|xfail|usefixtures)\b/

const isUnittest = (name: string | null, { facts }: Program): boolean =>
  (facts.classes.get(name ?? '')?.bases ?? []).some((base) => /TestCase$/.test(base))
