-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "mailError" TEXT;

-- CreateIndex
CREATE INDEX "notification_createdAt_idx" ON "notification"("createdAt");
