-- AlterTable
ALTER TABLE "standing_grant" DROP COLUMN "minor",
DROP COLUMN "uses",
ADD COLUMN     "connectionRevision" INTEGER NOT NULL,
ADD COLUMN     "operationVersion" TEXT NOT NULL;

-- By hand, from here on

-- What an action took of a standing grant and of budgets, before it ran, is given back when it ends without an effect, whichever way
-- that comes about; a grant's use also when a person is asked after all.
create function give_back() returns trigger language plpgsql as $$
begin
  delete from grant_use where "actionId" = new.id;
  if new.status <> 'awaiting_approval' then
    delete from budget_use where "actionId" = new.id;
  end if;
  return null;
end
$$;

create trigger ended_without_effect after update of status on action for each row
  when (
    old.status is distinct from new.status
    and (new.status in ('failed', 'denied', 'rejected', 'expired', 'cancelled') or (new.status = 'awaiting_approval' and old."grantId" is not null))
  )
  execute function give_back();
