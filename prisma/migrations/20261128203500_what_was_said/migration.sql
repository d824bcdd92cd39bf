-- The figures read what was said in a window of time from this index alone.
create index "decision_said_idx" on "decision" ("at") include ("actionId", "verdict", "personId")
  where "voidedAt" is null and "verdict" in ('approve', 'reject');
drop index "decision_at_idx";
