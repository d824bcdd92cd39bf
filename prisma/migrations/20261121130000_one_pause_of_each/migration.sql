-- Two admins who pause the same at once make one pause: nulls are equal here, which PostgreSQL can since version 15.
create unique index "pause_standing_once" on "pause" ("scope", "connectionId", "operation") nulls not distinct
  where "liftedAt" is null;
