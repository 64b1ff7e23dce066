/** The columns of each table, for Kysely. `migrations.ts` creates them; both databases have the same tables. */

/** UTC epoch ms */
type Time = number
/** 0 or 1: SQLite has no booleans. */
type Flag = number
/** A value as JSON text. */
type Json = string
/** `slack/T1/U7`, see `keys.ts`. */
type PersonKey = string
type WorkspaceKey = string
type ChannelKey = string

export type Schema = Readonly<{
  people: {
    person: PersonKey
    /** Display name, one line. */
    name: string
    /** IANA name; null until known. */
    zone: string | null
    seen_at: Time
  }
  lesson_progress: {
    person: PersonKey
    lesson: string
    opened_at: Time
    done_at: Time | null
  }
  /** Each person's first answer each time a question was asked: alone, in a group or in a review. */
  answers: {
    person: PersonKey
    /** Identifies the answer: a quiz and the question's place in it, or a request. */
    source: string
    question: string
    chosen: Json
    correct: Flag
    /** The time the person took. */
    taken_ms: number
    at: Time
    context: 'solo' | 'group' | 'review'
  }
  review_cards: {
    person: PersonKey
    question: string
    due: Time
    card: Json
    /** The card before the last review, so that its rating can be corrected. */
    card_before: Json | null
  }
  challenge_results: {
    person: PersonKey
    challenge: string
    attempts: number
    last_at: Time
    passed_at: Time | null
    /** The best measured time of a passing solution. */
    best_ms: number | null
  }
  quiz_runs: {
    run: string
    kind: 'solo' | 'group'
    workspace: WorkspaceKey
    channel: ChannelKey
    /** Null after the host's data was deleted. */
    host: PersonKey | null
    topic: string
    settings: Json
    status: 'running' | 'finished'
    /** Increases by one with each change. */
    version: number
    /** Index of the open question; null while none is open. */
    question: number | null
    /** When the question closes; null when the host closes it. */
    deadline: Time | null
    state: Json
    started_at: Time
    changed_at: Time
  }
  quiz_answers: {
    run: string
    question: number
    person: PersonKey
    chosen: Json
    correct: Flag
    taken_ms: number
    at: Time
    /** The number of changes. */
    changes: number
  }
  points: {
    person: PersonKey
    question: string
    at: Time
    workspace: WorkspaceKey
    channel: ChannelKey
    points: number
  }
  /** When a person's answer to a question last earned points. */
  counted_questions: {
    person: PersonKey
    question: string
    counted_at: Time
  }
  /** Handled platform events: platforms deliver some twice. */
  seen_events: {
    event: string
    at: Time
  }
  workspace_settings: {
    workspace: WorkspaceKey
    settings: Json
    changed_at: Time
  }
  /** Actions of buttons and forms, by their hash. */
  actions: {
    id: string
    action: Json
    at: Time
  }
  /** The answer to a message that may still be edited or deleted. */
  replies: {
    /** The channel key and the platform's message id. */
    message: string
    /** Who asked. */
    person: PersonKey
    reply: Json
    at: Time
  }
  /** Messages that asked something, with their newest version. */
  questions: {
    /** As in a `Request`. */
    question: string
    /** Increases with each edit; see `store/questions.ts`. */
    generation: number
    /** The process that is answering; null while none is. */
    owner: string | null
    heartbeat_at: Time | null
    at: Time
  }
  /** Answers in progress. */
  unfinished_answers: {
    request: string
    /** The question it answers, where that is a message. */
    question: string | null
    /** Where it is posted, as the platform finds it. */
    posted: Json
    /** When this row last changed. */
    at: Time
    /** Last heartbeat of its process; null from versions without heartbeats. */
    heartbeat_at: Time | null
  }
  /** Where the tutor is or was installed; `left_at` is null while it is. */
  workspaces: {
    workspace: WorkspaceKey
    joined_at: Time
    left_at: Time | null
  }
  /** Admins named by a workspace, in addition to the platform's. */
  workspace_admins: {
    workspace: WorkspaceKey
    person: PersonKey
    added_at: Time
  }
  /** The audit log. Entries remain when the people in them are deleted. */
  audit_log: {
    workspace: WorkspaceKey
    at: Time
    person: PersonKey | null
    what: string
    /** The person it is about, if any. */
    subject: PersonKey | null
    old_value: string | null
    new_value: string | null
  }
  /** See `page-admins.ts`. */
  page_admins: {
    person: PersonKey
    granted_by: string
    at: Time
  }
  /** Daily event counts of each workspace. */
  daily_counts: {
    workspace: WorkspaceKey
    /** UTC, `2026-11-26`. */
    day: string
    metric: string
    value: number
  }
  /** See `rates.ts`. */
  rate_buckets: {
    bucket: string
    full_at: Time
  }
  /** Questions to the tutor with their answers: its memory of conversations, and what votes refer to. */
  exchanges: {
    id: string
    /** Who asked. */
    person: PersonKey
    workspace: WorkspaceKey
    channel: ChannelKey
    /** Empty outside a thread. */
    thread: string
    question: string
    answer: string
    /** The blocks of the answer, to show it again; null where they can't be kept. */
    blocks: Json | null
    /** The message that asked; null where it can't be edited. */
    source: string | null
    at: Time
  }
  votes: {
    exchange: string
    person: PersonKey
    up: Flag
    at: Time
  }
  /** Disputed verdicts. */
  disputes: {
    person: PersonKey
    workspace: WorkspaceKey
    code: string
    verdict: string
    advice: Json
    remark: string
    at: Time
  }
  /** Language-model tokens that a person used on a day. */
  model_use: {
    person: PersonKey
    /** UTC, `2026-11-26`. */
    day: string
    answers: number
    prompt_tokens: number
    answer_tokens: number
  }
  /** See `installations.ts`. */
  slack_installations: {
    workspace: WorkspaceKey
    /** Encrypted with the key from the environment. */
    sealed: string
    changed_at: Time
  }
  /** Tip schedules. */
  tip_schedules: {
    schedule: string
    workspace: WorkspaceKey
    channel: ChannelKey
    /** The number people use, unique among the workspace's active schedules. */
    number: number
    /** The person responsible; null after their data was deleted. */
    person: PersonKey | null
    /** When it was last changed. */
    set_at: Time
    plan: Json
    /** Why it is paused; null when it is not. */
    paused: 'asked' | 'closed' | 'rights' | null
    resumes_at: Time | null
    next_at: Time | null
    ended_at: Time | null
  }
  /** One row for each time that a schedule was due. */
  tip_occurrences: {
    schedule: string
    at: Time
    status: 'claimed' | 'posted' | 'skipped' | 'failed'
    /** The tip or question posted; empty where none was. */
    item: string
    /** When a claim expires and another process may take it. */
    lease_until: Time
    posted: Json | null
    settled_at: Time
  }
  /** When a channel was last shown a tip or a question. */
  tips_shown: {
    workspace: WorkspaceKey
    channel: ChannelKey
    item: string
    shown_at: Time
  }
  /** One row. */
  schema_version: { version: number }
}>
