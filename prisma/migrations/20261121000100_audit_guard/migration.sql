-- The audit log can only be added to. The application's role has no right to more, and these triggers stop the owner's slips as well.
-- They are for each statement: refused before a row is looked at, even when none would match, and TRUNCATE knows no other kind.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log can only be added to: % on % is refused.', tg_op, tg_table_name
    using errcode = 'insufficient_privilege', hint = 'Record a further event that says what was wrong.';
end
$$;

create trigger audit_event_guard before update or delete or truncate on "audit_event"
  for each statement execute function refuse_audit_change();
create trigger audit_leaf_guard before update or delete or truncate on "audit_leaf"
  for each statement execute function refuse_audit_change();
create trigger audit_checkpoint_guard before update or delete or truncate on "audit_checkpoint"
  for each statement execute function refuse_audit_change();
