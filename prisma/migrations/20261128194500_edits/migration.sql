-- The figures ask which cards were changed before they were approved.
create index "decision_edit_idx" on "decision" ("actionId") where "verdict" = 'edit';
