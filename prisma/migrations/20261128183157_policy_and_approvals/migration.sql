-- AlterTable
ALTER TABLE "person" ADD COLUMN     "teams" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "action" ADD COLUMN     "asks" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "assigneeId" UUID,
ADD COLUMN     "confidence" DOUBLE PRECISION,
ADD COLUMN     "correctsId" UUID,
ADD COLUMN     "escalateAt" TIMESTAMPTZ(3),
ADD COLUMN     "escalatedTo" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "grantId" UUID,
ADD COLUMN     "modelLabel" TEXT,
ADD COLUMN     "moneyMinor" BIGINT,
ADD COLUMN     "recipientDomains" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "remindAt" TIMESTAMPTZ(3),
ADD COLUMN     "risk" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "onBehalfOfId" UUID,
ADD COLUMN     "signature" JSONB;

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "dryRun" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "turn" ADD COLUMN     "inputTokens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "outputTokens" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" UUID NOT NULL,
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_challenge" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "actionId" UUID,
    "digest" TEXT,
    "verdict" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_reset" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "firstById" UUID NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "secondById" UUID,
    "secondAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preference" (
    "personId" UUID NOT NULL,
    "mail" TEXT NOT NULL DEFAULT 'off',
    "quietFrom" TEXT,
    "quietTo" TEXT,
    "browser" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actionId" UUID,
    "reviewId" UUID,
    "key" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),
    "mailAfter" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_access" (
    "connectionId" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "operations" TEXT[],

    CONSTRAINT "connection_access_pkey" PRIMARY KEY ("connectionId","teamId")
);

-- CreateTable
CREATE TABLE "approval_note" (
    "id" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "fromId" UUID,
    "toId" UUID,
    "text" TEXT NOT NULL DEFAULT '',
    "replyTo" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "schema" JSONB NOT NULL,
    "context" JSONB NOT NULL DEFAULT '[]',
    "askedRole" TEXT NOT NULL,
    "askedTeam" TEXT,
    "ownerId" UUID NOT NULL,
    "runId" UUID,
    "key" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "answer" JSONB,
    "comment" TEXT,
    "answeredById" UUID,
    "answeredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueAt" TIMESTAMPTZ(3),

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "standing_grant" (
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "patterns" JSONB NOT NULL,
    "requesterId" UUID,
    "tainted" BOOLEAN NOT NULL DEFAULT false,
    "usesMost" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "minorMost" BIGINT,
    "minor" BIGINT NOT NULL DEFAULT 0,
    "reason" TEXT,
    "fromActionId" UUID,
    "grantedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "revokedById" UUID,

    CONSTRAINT "standing_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_use" (
    "grantId" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "minor" BIGINT NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_use_pkey" PRIMARY KEY ("grantId","actionId")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "subjectId" UUID,
    "measure" TEXT NOT NULL,
    "most" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" UUID,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_use" (
    "budgetId" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "day" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "budget_use_pkey" PRIMARY KEY ("budgetId","actionId")
);

-- CreateTable
CREATE TABLE "labelled_example" (
    "id" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "decisionId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "effect" TEXT NOT NULL,
    "proposed" JSONB NOT NULL,
    "final" JSONB,
    "preview" JSONB,
    "comment" TEXT,
    "tainted" BOOLEAN NOT NULL DEFAULT false,
    "sources" JSONB NOT NULL DEFAULT '[]',
    "model" TEXT,
    "promptVersion" TEXT,
    "rules" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "moneyMinor" BIGINT,
    "decidedById" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "labelled_example_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "planned_action" (
    "id" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "toolCallId" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "after" UUID[] DEFAULT ARRAY[]::UUID[],
    "preview" JSONB,
    "policy" JSONB NOT NULL,
    "reason" TEXT,
    "tainted" BOOLEAN NOT NULL DEFAULT false,
    "sources" JSONB NOT NULL DEFAULT '[]',
    "actionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "planned_action_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "delegation_toId_endsAt_idx" ON "delegation"("toId", "endsAt");

-- CreateIndex
CREATE INDEX "delegation_fromId_endsAt_idx" ON "delegation"("fromId", "endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credentialId_key" ON "passkey"("credentialId");

-- CreateIndex
CREATE INDEX "passkey_personId_idx" ON "passkey"("personId");

-- CreateIndex
CREATE INDEX "passkey_challenge_expiresAt_idx" ON "passkey_challenge"("expiresAt");

-- CreateIndex
CREATE INDEX "passkey_reset_personId_idx" ON "passkey_reset"("personId");

-- CreateIndex
CREATE INDEX "notification_personId_createdAt_idx" ON "notification"("personId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notification_personId_key_key" ON "notification"("personId", "key");

-- CreateIndex
CREATE INDEX "approval_note_actionId_at_idx" ON "approval_note"("actionId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "review_key_key" ON "review"("key");

-- CreateIndex
CREATE INDEX "review_status_dueAt_idx" ON "review"("status", "dueAt");

-- CreateIndex
CREATE INDEX "standing_grant_operation_connectionId_endsAt_idx" ON "standing_grant"("operation", "connectionId", "endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "grant_use_actionId_key" ON "grant_use"("actionId");

-- CreateIndex
CREATE INDEX "budget_scope_subjectId_idx" ON "budget"("scope", "subjectId");

-- CreateIndex
CREATE INDEX "budget_use_budgetId_day_idx" ON "budget_use"("budgetId", "day");

-- CreateIndex
CREATE INDEX "budget_use_actionId_idx" ON "budget_use"("actionId");

-- CreateIndex
CREATE UNIQUE INDEX "labelled_example_decisionId_key" ON "labelled_example"("decisionId");

-- CreateIndex
CREATE INDEX "labelled_example_operation_at_idx" ON "labelled_example"("operation", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "planned_action_actionId_key" ON "planned_action"("actionId");

-- CreateIndex
CREATE INDEX "planned_action_conversationId_idx" ON "planned_action"("conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "planned_action_turnId_toolCallId_key" ON "planned_action"("turnId", "toolCallId");

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_toId_fkey" FOREIGN KEY ("toId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_personId_fkey" FOREIGN KEY ("personId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_access" ADD CONSTRAINT "connection_access_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_access" ADD CONSTRAINT "connection_access_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_onBehalfOfId_fkey" FOREIGN KEY ("onBehalfOfId") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_use" ADD CONSTRAINT "grant_use_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "standing_grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand, from here on

-- The compare-and-set of the ledger (migration `ledger_functions`), with the columns that approvals brought.
create or replace function move_actions(moves jsonb, events jsonb, attempts jsonb, jobs jsonb)
  returns table (id uuid, "hasDependents" boolean) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  changed uuid[];
  dependents uuid[];
begin
  -- In one order, so that two batches that meet do not wait for each other for ever.
  if jsonb_array_length(moves) > 1 then
    perform 1 from action
      where action.id in (select (m ->> 'id')::uuid from jsonb_array_elements(moves) as m)
      order by action.id for no key update;
  end if;
  with done as (
    update action as a set (
      status, digest, input, preview, summary, policy, "askedRoles", "editedBy", "pendingEdit", "waitingNote", result, error,
      attempts, fence, "leaseUntil", "notBefore", "firstSentAt", "retryUntil", "dueAt", "operationVersion", "connectionRevision",
      "waitingSince", "queuedAt", "settledAt", checks, "checkAfter", "updatedAt", "remindAt", "escalateAt", "escalatedTo", "assigneeId",
      asks, risk, "moneyMinor", "recipientDomains", "grantId"
    ) = (
      select r.status, r.digest, r.input, r.preview, r.summary, r.policy, r."askedRoles", r."editedBy", r."pendingEdit",
        r."waitingNote", r.result, r.error, r.attempts, r.fence, r."leaseUntil", r."notBefore", r."firstSentAt", r."retryUntil",
        r."dueAt", r."operationVersion", r."connectionRevision", r."waitingSince", r."queuedAt", r."settledAt", r.checks,
        r."checkAfter", r."updatedAt", r."remindAt", r."escalateAt", r."escalatedTo", r."assigneeId",
        r.asks, r.risk, r."moneyMinor", r."recipientDomains", r."grantId"
      from jsonb_populate_record(a, m.patch) as r
    )
    from jsonb_to_recordset(moves) as m(id uuid, "from" text, fence int, guarded boolean, digest text, "unlessDependents" boolean, patch jsonb)
    where a.id = m.id and a.status = m."from" and a.fence = m.fence
      and (not m.guarded or a.digest is not distinct from m.digest)
      and not (m."unlessDependents" and a."hasDependents")
    returning a.id, a."hasDependents"
  )
  select coalesce(array_agg(done.id), '{}'), coalesce(array_agg(done.id) filter (where done."hasDependents"), '{}')
    into changed, dependents from done;
  if cardinality(changed) = 0 then
    return;
  end if;
  perform write_audit_events(events, changed);
  if jsonb_array_length(attempts) > 0 then
    insert into attempt (id, "actionId", number, fence, worker, "startedAt")
      select t.id, t."actionId", t.number, t.fence, t.worker, t."startedAt"
      from jsonb_to_recordset(attempts) as t(id uuid, "actionId" uuid, number int, fence int, worker text, "startedAt" timestamptz)
      where t.worker is not null and t."actionId" = any (changed);
    update attempt as held set "endedAt" = t."endedAt", class = t.class, seen = t.seen, "durationMs" = t."durationMs"
      from jsonb_to_recordset(attempts) as t("actionId" uuid, fence int, "endedAt" timestamptz, class text, seen jsonb, "durationMs" int)
      where t."endedAt" is not null and held."actionId" = t."actionId" and held.fence = t.fence and t."actionId" = any (changed);
  end if;
  if jsonb_array_length(jobs) > 0 then
    perform write_jobs(jobs, changed);
  end if;
  return query select each, each = any (dependents) from unnest(changed) as each;
end
$$;

-- Windows of the policy's count() and sum(): what was asked for lately and was not refused.
CREATE INDEX "action_recipientDomains_idx" ON "action" USING gin ("recipientDomains") WHERE "status" = 'succeeded';
-- The inbox by what a person may answer.
CREATE INDEX "action_asks_idx" ON "action" USING gin ("asks") WHERE "status" = 'awaiting_approval';
CREATE INDEX "action_remind_idx" ON "action" ("remindAt") WHERE "status" = 'awaiting_approval' AND "remindAt" IS NOT NULL;
CREATE INDEX "action_escalate_idx" ON "action" ("escalateAt") WHERE "status" = 'awaiting_approval' AND "escalateAt" IS NOT NULL;
CREATE INDEX "notification_mail_idx" ON "notification" ("mailAfter") WHERE "mailedAt" IS NULL AND "mailAfter" IS NOT NULL;
