/** What each table holds, as Kysely sees it. `migrations.ts` makes them; both databases have the same. */

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
  /** Every first answer to a question as it was asked once: alone, in a group, in a review. */
  answers: {
    person: PersonKey
    /** What makes it one and the same answer: a quiz and its question's place, a request. */
    source: string
    question: string
    chosen: Json
    correct: Flag
    /** How long the person took. */
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
    /** Least measured time of a solution that passed. */
    best_ms: number | null
  }
  quiz_runs: {
    run: string
    kind: 'solo' | 'group'
    workspace: WorkspaceKey
    channel: ChannelKey
    /** Null once the host's data was deleted. */
    host: PersonKey | null
    topic: string
    settings: Json
    status: 'running' | 'finished'
    /** Grows by one with each change of the row. */
    version: number
    /** Place of the question that takes answers now; null while none does. */
    question: number | null
    /** When it stops taking answers; null when the host says so. */
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
    /** How often it was changed. */
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
  /** When a person's answer to a question last counted for points. */
  counted_questions: {
    person: PersonKey
    question: string
    counted_at: Time
  }
  /** Requests that were dealt with: platforms deliver some twice. */
  seen_events: {
    event: string
    at: Time
  }
  workspace_settings: {
    workspace: WorkspaceKey
    settings: Json
    changed_at: Time
  }
  /** What a button or a form does, by a hash of it. */
  actions: {
    id: string
    action: Json
    at: Time
  }
  /** The answer to a message that may still be edited or removed. */
  replies: {
    /** The key of the channel and the platform's id of the message. */
    message: string
    /** Who asked. */
    person: PersonKey
    reply: Json
    at: Time
  }
  /** Messages that asked something, as they read now. */
  questions: {
    /** As in a `Request`. */
    question: string
    /** Grows with each edit; see `store/questions.ts`. */
    generation: number
    /** The process that answers it; null while none does. */
    owner: string | null
    heartbeat_at: Time | null
    at: Time
  }
  /** Answers that are being given. */
  unfinished_answers: {
    request: string
    /** What it answers, where that is a message. */
    question: string | null
    /** Where it stands, as its platform finds it. */
    posted: Json
    /** When that changed last. */
    at: Time
    /** When its process was last heard of; null in rows of versions that did not say. */
    heartbeat_at: Time | null
  }
  /** Where the tutor is installed; a time in `left_at` when it is not any more. */
  workspaces: {
    workspace: WorkspaceKey
    joined_at: Time
    left_at: Time | null
  }
  /** Whom a workspace has named beside those of its platform. */
  workspace_admins: {
    workspace: WorkspaceKey
    person: PersonKey
    added_at: Time
  }
  /** Who changed what. The entry stays when the people in it are deleted. */
  audit_log: {
    workspace: WorkspaceKey
    at: Time
    person: PersonKey | null
    what: string
    /** Whom it is about, where it is about a person. */
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
  /** How often something happened in a workspace on a day. */
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
  /** Questions to the tutor with their answers: the memory of a conversation, and what votes are on. */
  exchanges: {
    id: string
    /** Who asked. */
    person: PersonKey
    workspace: WorkspaceKey
    channel: ChannelKey
    /** Empty where it was in none. */
    thread: string
    question: string
    answer: string
    /** The blocks of the answer, to be shown again; null where they cannot be kept. */
    blocks: Json | null
    /** The message that asked; null where it cannot be edited. */
    source: string | null
    at: Time
  }
  votes: {
    exchange: string
    person: PersonKey
    up: Flag
    at: Time
  }
  /** Verdicts that somebody called wrong. */
  disputes: {
    person: PersonKey
    workspace: WorkspaceKey
    code: string
    verdict: string
    advice: Json
    remark: string
    at: Time
  }
  /** Tokens of the language model that a person used on a day. */
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
    /** Encrypted: only who has the key of the environment reads it. */
    sealed: string
    changed_at: Time
  }
  /** When tips are posted where. */
  tip_schedules: {
    schedule: string
    workspace: WorkspaceKey
    channel: ChannelKey
    /** As people call it, among those of the workspace that have not ended. */
    number: number
    /** Who answers for it; null once their data was deleted. */
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
  /** Each time that a schedule was due, once. */
  tip_occurrences: {
    schedule: string
    at: Time
    status: 'claimed' | 'posted' | 'skipped' | 'failed'
    /** What is told: a tip or a question; empty where nothing was. */
    item: string
    /** Until when a claim is nobody else's. */
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
