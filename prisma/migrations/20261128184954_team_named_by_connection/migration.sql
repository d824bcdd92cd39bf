-- DropForeignKey
ALTER TABLE "connection_access" DROP CONSTRAINT "connection_access_teamId_fkey";

-- AddForeignKey
ALTER TABLE "connection_access" ADD CONSTRAINT "connection_access_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
