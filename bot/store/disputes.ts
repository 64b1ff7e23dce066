/** Verdicts that people called wrong, each with its program: what the tutor should learn from. */
import { type NamedPerson, type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

export type Dispute = Readonly<{
  code: string
  verdict: string
  /** The headline, the evidence and the findings, any JSON value. */
  advice: unknown
  /** What the person says would be right; may be empty. */
  remark: string
}>

export type Disputed = Dispute & Readonly<{ at: number }>

export function disputes({ read, write }: Access) {
  /** Said again of the same program and verdict, it takes the place of what the person said before. */
  async function put(
    person: NamedPerson,
    place: Workspace,
    dispute: Dispute,
    at: number,
  ): Promise<void> {
    const { code, verdict, remark } = dispute
    const said = { advice: JSON.stringify(dispute.advice), remark, at }
    await write(async (db) => {
      const key = { person: await upsertPerson(db, person, at), code, verdict }
      await db
        .deleteFrom('disputes')
        .where('person', '=', key.person)
        .where('code', '=', code)
        .where('verdict', '=', verdict)
        .execute()
      await db
        .insertInto('disputes')
        .values({ ...key, workspace: workspaceKey(place), ...said })
        .execute()
    })
  }

  /** All of them, the oldest first. Who said it is not told. */
  async function all(): Promise<readonly Disputed[]> {
    const rows = await read
      .selectFrom('disputes')
      .select(['code', 'verdict', 'advice', 'remark', 'at'])
      .orderBy('at')
      .execute()
    return rows.map(({ advice, ...row }) => ({ ...row, advice: JSON.parse(advice) as unknown }))
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('disputes').where('at', '<', before).execute())
  }

  return { put, all, forget }
}
