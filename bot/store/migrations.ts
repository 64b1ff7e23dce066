/** The migrations. A released one must never be changed; append new ones. */

/** Statements that work on both databases: `bigint` and `double precision` have 64 bits on each. */
export type Migration = readonly string[]

/** Deleting a row from `people` deletes the person from every table. */
const OF_PERSON = 'person text not null references people (person) on delete cascade'

const FIRST: Migration = [
  `create table people (
    person text primary key,
    name text not null,
    zone text,
    seen_at bigint not null
  )`,
  `create table lesson_progress (
    ${OF_PERSON},
    lesson text not null,
    opened_at bigint not null,
    done_at bigint,
    primary key (person, lesson)
  )`,
  `create table answers (
    ${OF_PERSON},
    source text not null,
    question text not null,
    chosen text not null,
    correct integer not null,
    taken_ms double precision not null,
    at bigint not null,
    context text not null,
    primary key (person, source)
  )`,
  'create index answers_by_time on answers (person, at)',
  `create table review_cards (
    ${OF_PERSON},
    question text not null,
    due bigint not null,
    card text not null,
    card_before text,
    primary key (person, question)
  )`,
  'create index review_cards_by_due on review_cards (person, due)',
  `create table challenge_results (
    ${OF_PERSON},
    challenge text not null,
    attempts integer not null,
    last_at bigint not null,
    passed_at bigint,
    best_ms double precision,
    primary key (person, challenge)
  )`,
  `create table quiz_runs (
    run text primary key,
    kind text not null,
    workspace text not null,
    channel text not null,
    host text references people (person) on delete set null,
    topic text not null,
    settings text not null,
    status text not null,
    version integer not null,
    question integer,
    deadline bigint,
    state text not null,
    started_at bigint not null,
    changed_at bigint not null
  )`,
  'create index quiz_runs_by_host on quiz_runs (host)',
  `create unique index one_quiz_a_channel on quiz_runs (channel)
    where kind = 'group' and status = 'running'`,
  `create unique index one_quiz_a_person on quiz_runs (host)
    where kind = 'solo' and status = 'running'`,
  `create table quiz_answers (
    run text not null references quiz_runs (run) on delete cascade,
    question integer not null,
    ${OF_PERSON},
    chosen text not null,
    correct integer not null,
    taken_ms double precision not null,
    at bigint not null,
    changes integer not null,
    primary key (run, question, person)
  )`,
  'create index quiz_answers_by_person on quiz_answers (person)',
  `create table points (
    ${OF_PERSON},
    question text not null,
    at bigint not null,
    workspace text not null,
    channel text not null,
    points integer not null,
    primary key (person, question, at)
  )`,
  'create index points_by_channel on points (channel, at)',
  'create index points_by_workspace on points (workspace, at)',
  `create table counted_questions (
    ${OF_PERSON},
    question text not null,
    counted_at bigint not null,
    primary key (person, question)
  )`,
  `create table seen_events (
    event text primary key,
    at bigint not null
  )`,
  'create index seen_events_by_time on seen_events (at)',
  `create table workspace_settings (
    workspace text primary key,
    settings text not null,
    changed_at bigint not null
  )`,
]

const PLATFORMS: Migration = [
  `create table actions (
    id text primary key,
    action text not null,
    at bigint not null
  )`,
  'create index actions_by_time on actions (at)',
  `create table replies (
    message text primary key,
    ${OF_PERSON},
    reply text not null,
    at bigint not null
  )`,
  'create index replies_by_person on replies (person)',
  'create index replies_by_time on replies (at)',
  `create table workspaces (
    workspace text primary key,
    joined_at bigint not null,
    left_at bigint
  )`,
]

const DESK: Migration = [
  `create table workspace_admins (
    workspace text not null,
    ${OF_PERSON},
    added_at bigint not null,
    primary key (workspace, person)
  )`,
  'create index workspace_admins_by_person on workspace_admins (person)',
  `create table audit_log (
    workspace text not null,
    at bigint not null,
    person text references people (person) on delete set null,
    what text not null,
    subject text references people (person) on delete set null,
    old_value text,
    new_value text
  )`,
  'create index audit_log_by_time on audit_log (workspace, at)',
  'create index audit_log_by_person on audit_log (person)',
  'create index audit_log_by_subject on audit_log (subject)',
  `create table daily_counts (
    workspace text not null,
    day text not null,
    metric text not null,
    value bigint not null,
    primary key (workspace, day, metric)
  )`,
  `create table rate_buckets (
    bucket text primary key,
    full_at double precision not null
  )`,
  'create index rate_buckets_by_time on rate_buckets (full_at)',
]

const ASK: Migration = [
  `create table exchanges (
    id text primary key,
    ${OF_PERSON},
    workspace text not null,
    channel text not null,
    thread text not null,
    question text not null,
    answer text not null,
    blocks text,
    at bigint not null
  )`,
  'create index exchanges_by_place on exchanges (channel, thread, at)',
  'create index exchanges_by_person on exchanges (person)',
  'create index exchanges_by_time on exchanges (workspace, at)',
  `create table votes (
    exchange text not null references exchanges (id) on delete cascade,
    ${OF_PERSON},
    up integer not null,
    at bigint not null,
    primary key (exchange, person)
  )`,
  'create index votes_by_person on votes (person)',
  `create table model_use (
    ${OF_PERSON},
    day text not null,
    answers bigint not null,
    prompt_tokens bigint not null,
    answer_tokens bigint not null,
    primary key (person, day)
  )`,
]

const SLACK: Migration = [
  `create table slack_installations (
    workspace text primary key,
    sealed text not null,
    changed_at bigint not null
  )`,
]

const TIPS: Migration = [
  `create table tip_schedules (
    schedule text primary key,
    workspace text not null,
    channel text not null,
    number integer not null,
    person text references people (person) on delete set null,
    set_at bigint not null,
    plan text not null,
    paused text,
    resumes_at bigint,
    next_at bigint,
    ended_at bigint
  )`,
  `create unique index one_tip_schedule_a_number on tip_schedules (workspace, number)
    where ended_at is null`,
  'create index tip_schedules_by_next on tip_schedules (next_at)',
  'create index tip_schedules_by_person on tip_schedules (person)',
  `create table tip_occurrences (
    schedule text not null references tip_schedules (schedule) on delete cascade,
    at bigint not null,
    status text not null,
    item text not null,
    lease_until bigint not null,
    posted text,
    settled_at bigint not null,
    primary key (schedule, at)
  )`,
  "create index tip_claims on tip_occurrences (lease_until) where status = 'claimed'",
  'create index tip_occurrences_by_time on tip_occurrences (at)',
  `create table tips_shown (
    workspace text not null,
    channel text not null,
    item text not null,
    shown_at bigint not null,
    primary key (channel, item)
  )`,
]

const UNFINISHED: Migration = [
  `create table unfinished_answers (
    request text primary key,
    posted text not null,
    at bigint not null
  )`,
]

const ANSWERS_BY_SOURCE: Migration = ['create index answers_by_source on answers (source)']

/** For the hourly search for expired rows, in each workspace. */
const FORGETTING: Migration = [
  'create index answers_by_age on answers (at)',
  'create index quiz_runs_by_workspace on quiz_runs (workspace)',
]

const PAGE_ADMINS: Migration = [
  `create table page_admins (
    ${OF_PERSON},
    granted_by text not null,
    at bigint not null,
    primary key (person)
  )`,
]

/** Deleting the message that asked a question also deletes the question. */
const SOURCES: Migration = [
  'alter table exchanges add column source text',
  'create index exchanges_by_source on exchanges (source)',
]

const QUESTIONS: Migration = [
  `create table questions (
    question text primary key,
    generation bigint not null,
    owner text,
    heartbeat_at bigint,
    at bigint not null
  )`,
  'create index questions_by_owner on questions (owner)',
  'create index questions_by_time on questions (at)',
  'alter table unfinished_answers add column heartbeat_at bigint',
]

const UNFINISHED_QUESTIONS: Migration = [
  'alter table unfinished_answers add column question text',
  'create index unfinished_answers_by_question on unfinished_answers (question)',
]

const DISPUTES: Migration = [
  `create table disputes (
    ${OF_PERSON},
    workspace text not null,
    code text not null,
    verdict text not null,
    advice text not null,
    remark text not null,
    at bigint not null
  )`,
  'create index disputes_by_person on disputes (person)',
  'create index disputes_by_time on disputes (at)',
]

export const MIGRATIONS: readonly Migration[] = [
  FIRST,
  PLATFORMS,
  DESK,
  ASK,
  SLACK,
  TIPS,
  ANSWERS_BY_SOURCE,
  UNFINISHED,
  FORGETTING,
  PAGE_ADMINS,
  SOURCES,
  QUESTIONS,
  UNFINISHED_QUESTIONS,
  DISPUTES,
]
