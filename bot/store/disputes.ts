/** Verdicts that people disputed, each with its program, to improve the advice from. */
import { type NamedPerson, type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

export type Dispute = Readonly<{
  code: string
  verdict: string
  /** Headline, evidence and findings; any JSON value. */
  advice: unknown
  /** The person's remark, such as the verdict they expected; may be empty. */
  remark: string
}>

export type Disputed = Dispute & Readonly<{ at: number }>

/** Queries for disputed verdicts. */
export function disputes({ read, write }: Access) {
  /** Stores a dispute. It replaces the person's earlier one on the same program and verdict. */
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

  /** All disputes, oldest first, without who raised them. */
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
