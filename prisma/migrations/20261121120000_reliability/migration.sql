-- AlterTable
ALTER TABLE "action" ADD COLUMN     "checkAfter" TIMESTAMPTZ(3),
ADD COLUMN     "checks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "hasDependents" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "retryUntil" TIMESTAMPTZ(3),
ADD COLUMN     "undoTurnId" UUID;

-- CreateTable
CREATE TABLE "connection_gate" (
    "connectionId" UUID NOT NULL,
    "breaker" TEXT NOT NULL DEFAULT 'closed',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "trips" INTEGER NOT NULL DEFAULT 0,
    "openedAt" TIMESTAMPTZ(3),
    "openUntil" TIMESTAMPTZ(3),
    "why" TEXT,
    "rateTokens" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "retryTokens" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "refilledAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_gate_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "pause" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "connectionId" UUID,
    "operation" TEXT,
    "reason" TEXT NOT NULL,
    "pausedById" UUID NOT NULL,
    "pausedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "liftedById" UUID,
    "liftedAt" TIMESTAMPTZ(3),
    "liftReason" TEXT,

    CONSTRAINT "pause_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "connection_gate" ADD CONSTRAINT "connection_gate_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, from here on

-- In a row of one connection: what may be claimed, and what holds its places.
CREATE INDEX "action_ready_idx" ON "action" ("connectionId", "queuedAt") WHERE "status" = 'queued';
CREATE INDEX "action_places_idx" ON "action" ("connectionId") WHERE "status" = 'running';
CREATE INDEX "action_check_idx" ON "action" ("checkAfter") WHERE "status" = 'outcome_unknown';
-- An action is taken back once, also when two people press the button.
CREATE UNIQUE INDEX "action_undo_once" ON "action" ("undoOfId")
  WHERE "undoOfId" IS NOT NULL AND "status" NOT IN ('failed', 'denied', 'rejected', 'expired', 'cancelled');
CREATE INDEX "action_undo_turn_idx" ON "action" ("undoTurnId") WHERE "undoTurnId" IS NOT NULL;
CREATE INDEX "pause_standing_idx" ON "pause" ("pausedAt") WHERE "liftedAt" IS NULL;

-- One vote of a person on a digest. A void one does not count: the same digest can come back when the world does.
DROP INDEX "decision_actionId_digest_personId_key";
CREATE INDEX "decision_actionId_idx" ON "decision" ("actionId");
CREATE UNIQUE INDEX "decision_one_vote" ON "decision" ("actionId", "digest", "personId") WHERE "voidedAt" IS NULL;

-- The inbox in its order.
CREATE INDEX "action_inbox_idx" ON "action" ("dueAt" NULLS FIRST, "waitingSince", "id")
  WHERE "status" IN ('awaiting_approval', 'outcome_unknown');
