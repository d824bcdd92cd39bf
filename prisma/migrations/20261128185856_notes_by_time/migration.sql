-- CreateIndex
CREATE INDEX "approval_note_at_idx" ON "approval_note"("at");
