-- AlterTable
ALTER TABLE "turn" ADD COLUMN     "dryRun" BOOLEAN NOT NULL DEFAULT false;
