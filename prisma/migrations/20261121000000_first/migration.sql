-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "personId" UUID,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "environment" TEXT NOT NULL DEFAULT 'production',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "baseUrl" TEXT,
    "auth" JSONB,
    "sealed" BYTEA,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "document" JSONB,
    "leftOut" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_operation" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "declaration" JSONB NOT NULL,
    "effect" TEXT NOT NULL,
    "repeat" TEXT NOT NULL,
    "confirmed" BOOLEAN NOT NULL DEFAULT false,
    "confirmedBy" UUID,
    "confirmedAt" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "connection_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action" (
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "operationVersion" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "connectionRevision" INTEGER NOT NULL,
    "effect" TEXT NOT NULL,
    "repeat" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "digest" TEXT,
    "preview" JSONB,
    "summary" TEXT NOT NULL DEFAULT '',
    "policy" JSONB,
    "askedRoles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "editedBy" UUID[] DEFAULT ARRAY[]::UUID[],
    "pendingEdit" JSONB,
    "waitingNote" TEXT,
    "result" JSONB,
    "error" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "firstSentAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "undoable" BOOLEAN NOT NULL DEFAULT false,
    "undoOfId" UUID,
    "retryOfId" UUID,
    "requestedById" UUID NOT NULL,
    "requestedVia" TEXT NOT NULL,
    "apiKeyId" UUID,
    "reason" TEXT,
    "conversationId" UUID,
    "turnId" UUID,
    "toolCallId" TEXT,
    "tainted" BOOLEAN NOT NULL DEFAULT false,
    "sources" JSONB NOT NULL DEFAULT '[]',
    "told" BOOLEAN NOT NULL DEFAULT true,
    "traceId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "waitingSince" TIMESTAMPTZ(3),
    "queuedAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_dependency" (
    "actionId" UUID NOT NULL,
    "predecessorId" UUID NOT NULL,

    CONSTRAINT "action_dependency_pkey" PRIMARY KEY ("actionId","predecessorId")
);

-- CreateTable
CREATE TABLE "errand" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "question" JSONB NOT NULL,
    "answer" JSONB,
    "error" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "errand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "apiKeyId" UUID,
    "verdict" TEXT NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voidedAt" TIMESTAMPTZ(3),
    "voidReason" TEXT,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "class" TEXT,
    "seen" JSONB,
    "durationMs" INTEGER,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "queue" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "notBefore" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "tests" JSONB NOT NULL DEFAULT '[]',
    "comment" TEXT NOT NULL,
    "changedById" UUID,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "turn" (
    "id" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "chain" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "apiKeyId" UUID,
    "text" TEXT NOT NULL DEFAULT '',
    "outcomes" UUID[] DEFAULT ARRAY[]::UUID[],
    "model" TEXT,
    "promptVersion" TEXT,
    "toolsOffered" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tainted" BOOLEAN NOT NULL DEFAULT false,
    "error" JSONB,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "traceId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "turn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "turnId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "parts" JSONB NOT NULL,
    "model" JSONB,
    "sources" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "turn_chunk" (
    "turnId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "chunks" JSONB NOT NULL,

    CONSTRAINT "turn_chunk_pkey" PRIMARY KEY ("turnId","index")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "callerId" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "attempt" UUID NOT NULL,
    "resourceId" TEXT,
    "status" INTEGER,
    "answer" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("callerId","route","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "salt" BYTEA NOT NULL,
    "contentHash" BYTEA NOT NULL,
    "traceId" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_leaf" (
    "index" BIGINT NOT NULL,
    "eventId" UUID NOT NULL,
    "leafHash" BYTEA NOT NULL,

    CONSTRAINT "audit_leaf_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "size" BIGINT NOT NULL,
    "rootHash" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_ownerId_idx" ON "api_key"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_link_hash_key" ON "sign_in_link"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "connection_name_key" ON "connection"("name");

-- CreateIndex
CREATE INDEX "connection_operation_name_idx" ON "connection_operation"("name");

-- CreateIndex
CREATE UNIQUE INDEX "connection_operation_connectionId_name_key" ON "connection_operation"("connectionId", "name");

-- CreateIndex
CREATE INDEX "action_createdAt_id_idx" ON "action"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "action_requestedById_createdAt_idx" ON "action"("requestedById", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "action_operation_createdAt_idx" ON "action"("operation", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "action_status_createdAt_idx" ON "action"("status", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "action_conversationId_idx" ON "action"("conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "action_turnId_toolCallId_key" ON "action"("turnId", "toolCallId");

-- CreateIndex
CREATE INDEX "action_dependency_predecessorId_idx" ON "action_dependency"("predecessorId");

-- CreateIndex
CREATE INDEX "errand_createdAt_idx" ON "errand"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "decision_actionId_digest_personId_key" ON "decision"("actionId", "digest", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_actionId_fence_key" ON "attempt"("actionId", "fence");

-- CreateIndex
CREATE INDEX "outbox_notBefore_idx" ON "outbox"("notBefore");

-- CreateIndex
CREATE INDEX "conversation_ownerId_updatedAt_idx" ON "conversation"("ownerId", "updatedAt" DESC);

-- CreateIndex
CREATE INDEX "turn_status_idx" ON "turn"("status");

-- CreateIndex
CREATE UNIQUE INDEX "turn_conversationId_sequence_key" ON "turn"("conversationId", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversationId_sequence_key" ON "message"("conversationId", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_record_createdAt_idx" ON "idempotency_record"("createdAt");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_subjectKind_subjectId_idx" ON "audit_event"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "audit_event_kind_at_idx" ON "audit_event"("kind", "at");

-- CreateIndex
CREATE INDEX "audit_event_actorId_at_idx" ON "audit_event"("actorId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_leaf_eventId_key" ON "audit_leaf"("eventId");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_link" ADD CONSTRAINT "sign_in_link_personId_fkey" FOREIGN KEY ("personId") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_operation" ADD CONSTRAINT "connection_operation_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_dependency" ADD CONSTRAINT "action_dependency_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_dependency" ADD CONSTRAINT "action_dependency_predecessorId_fkey" FOREIGN KEY ("predecessorId") REFERENCES "action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_personId_fkey" FOREIGN KEY ("personId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turn" ADD CONSTRAINT "turn_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "turn"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turn_chunk" ADD CONSTRAINT "turn_chunk_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "turn"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand, from here on: what the schema cannot say.

-- Search in the sentences of the ledger, also for parts of words.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "action_summary_trgm_idx" ON "action" USING gin ("summary" gin_trgm_ops);

-- What may move, by kind of move: the sweeper and the workers look only at these few rows, however long the ledger grows.
CREATE INDEX "action_requested_idx" ON "action" ("createdAt") WHERE "status" = 'requested';
CREATE INDEX "action_queued_idx" ON "action" ("notBefore") WHERE "status" = 'queued';
CREATE INDEX "action_running_idx" ON "action" ("leaseUntil") WHERE "status" = 'running';
CREATE INDEX "action_awaiting_approval_idx" ON "action" ("dueAt") WHERE "status" = 'awaiting_approval';
CREATE INDEX "action_outcome_unknown_idx" ON "action" ("waitingSince") WHERE "status" = 'outcome_unknown';
CREATE INDEX "action_untold_idx" ON "action" ("conversationId") WHERE NOT "told";
