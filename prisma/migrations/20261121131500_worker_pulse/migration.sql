-- CreateTable
CREATE TABLE "worker_pulse" (
    "id" UUID NOT NULL,
    "worker" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "lateAt" TIMESTAMPTZ(3),
    "lateWhy" TEXT,

    CONSTRAINT "worker_pulse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_canary" (
    "senderId" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "places" INTEGER NOT NULL DEFAULT 0,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "waitingSince" TIMESTAMPTZ(3),
    "taken" INTEGER NOT NULL DEFAULT 0,
    "takenAt" TIMESTAMPTZ(3),
    "takenBy" TEXT,
    "tookAt" TIMESTAMPTZ(3),

    CONSTRAINT "worker_canary_pkey" PRIMARY KEY ("senderId","queue")
);

-- CreateIndex
CREATE INDEX "worker_pulse_seenAt_idx" ON "worker_pulse"("seenAt");
