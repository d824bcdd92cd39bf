-- Ends of one connection that two workers write at the same moment are counted one after the other: what decides whether the breaker
-- opens is read once its row is held. Read before, it was the row from before the other's commit, and the breaker opened a failure late.
create or replace function settle_actions(moves jsonb, events jsonb, attempts jsonb, jobs jsonb, ends jsonb, limits jsonb, at timestamptz)
  returns table (id uuid, "hasDependents" boolean) language plpgsql as $$
#variable_conflict use_column
begin
  return query select m.id, m."hasDependents" from move_actions(moves, events, attempts, jobs) as m;
  -- In one order, so that two batches that meet do not wait for each other for ever.
  perform 1 from connection_gate as g
    join jsonb_to_recordset(ends) as e("connectionId" uuid, failures int) on e."connectionId" = g."connectionId"
    where e.failures > 0 or g.failures > 0 or g.breaker <> 'closed'
    order by g."connectionId" for no key update of g;
  update connection_gate as g set breaker = 'closed', failures = 0, trips = 0, "openedAt" = null, "openUntil" = null, why = null
    from jsonb_to_recordset(ends) as e("connectionId" uuid, answered boolean)
    where e.answered and g."connectionId" = e."connectionId" and (g.failures > 0 or g.breaker <> 'closed');
  update connection_gate as g set
      failures = g.failures + e.failures,
      why = e.why,
      breaker = case when opens then 'open' else g.breaker end,
      trips = case when opens then g.trips + 1 else g.trips end,
      "openedAt" = case when opens then coalesce(g."openedAt", at) else g."openedAt" end,
      "openUntil" = case when opens then at + make_interval(secs => least((limits ->> 'openMostSeconds')::double precision,
        (limits ->> 'openSeconds')::double precision * 2 ^ least(g.trips, 20))) else g."openUntil" end
    from jsonb_to_recordset(ends) as e("connectionId" uuid, answered boolean, failures int, why text)
      cross join lateral (
        select held.breaker = 'half_open' or (held.breaker = 'closed' and held.failures + e.failures >= (limits ->> 'failures')::int) as opens
        from connection_gate as held where held."connectionId" = e."connectionId"
      ) as verdict
    where not e.answered and e.failures > 0 and g."connectionId" = e."connectionId";
end
$$;
