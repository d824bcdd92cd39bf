-- The ledger's writes, each one round trip: what changes, its audit events, its attempts and its outbox rows are one statement's
-- work, for one action or for many. lib/actions/ledger.ts calls them and says what goes in; nothing else may.
-- A few rows by their ids, always: the planner takes a JSON array for a hundred rows and would rather read a whole table of some
-- thousands, so those that look rows up are told not to.

-- The events of those actions that did change.
create function write_audit_events(events jsonb, changed uuid[]) returns void language sql as $$
  insert into audit_event (id, at, kind, "actorKind", "actorId", "subjectKind", "subjectId", content, salt, "contentHash", "traceId")
  select e.id, e.at, e.kind, e."actorKind", e."actorId", e."subjectKind", e."subjectId", e.content,
    decode(e.salt, 'hex'), decode(e."contentHash", 'hex'), e."traceId"
  from jsonb_to_recordset(events) as e(id uuid, at timestamptz, kind text, "actorKind" text, "actorId" text, "subjectKind" text,
    "subjectId" text, content jsonb, salt text, "contentHash" text, "traceId" text, "actionId" uuid)
  where e."actionId" = any (changed)
$$;

create function write_jobs(jobs jsonb, changed uuid[]) returns void language sql as $$
  insert into outbox (queue, "jobId", data, "notBefore")
  select distinct on (j."jobId") j.queue, j."jobId", j.data, coalesce(j."notBefore", now())
  from jsonb_to_recordset(jobs) as j("actionId" uuid, queue text, "jobId" text, data jsonb, "notBefore" timestamptz)
  where j."actionId" = any (changed)
$$;

-- Compare-and-set for any number of actions. A move is {id, from, fence, guarded, digest, unlessDependents, patch}: it happens when
-- status and fence (and, guarded, the digest) are still what was read. Answers those that did move, and whether others wait for them.
create function move_actions(moves jsonb, events jsonb, attempts jsonb, jobs jsonb)
  returns table (id uuid, "hasDependents" boolean) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  changed uuid[];
  dependents uuid[];
begin
  -- In one order, so that two batches that meet do not wait for each other for ever.
  if jsonb_array_length(moves) > 1 then
    perform 1 from action
      where action.id in (select (m ->> 'id')::uuid from jsonb_array_elements(moves) as m)
      order by action.id for no key update;
  end if;
  with done as (
    update action as a set (
      status, digest, input, preview, summary, policy, "askedRoles", "editedBy", "pendingEdit", "waitingNote", result, error,
      attempts, fence, "leaseUntil", "notBefore", "firstSentAt", "retryUntil", "dueAt", "operationVersion", "connectionRevision",
      "waitingSince", "queuedAt", "settledAt", checks, "checkAfter", "updatedAt"
    ) = (
      select r.status, r.digest, r.input, r.preview, r.summary, r.policy, r."askedRoles", r."editedBy", r."pendingEdit",
        r."waitingNote", r.result, r.error, r.attempts, r.fence, r."leaseUntil", r."notBefore", r."firstSentAt", r."retryUntil",
        r."dueAt", r."operationVersion", r."connectionRevision", r."waitingSince", r."queuedAt", r."settledAt", r.checks,
        r."checkAfter", r."updatedAt"
      from jsonb_populate_record(a, m.patch) as r
    )
    from jsonb_to_recordset(moves) as m(id uuid, "from" text, fence int, guarded boolean, digest text, "unlessDependents" boolean, patch jsonb)
    where a.id = m.id and a.status = m."from" and a.fence = m.fence
      and (not m.guarded or a.digest is not distinct from m.digest)
      and not (m."unlessDependents" and a."hasDependents")
    returning a.id, a."hasDependents"
  )
  select coalesce(array_agg(done.id), '{}'), coalesce(array_agg(done.id) filter (where done."hasDependents"), '{}')
    into changed, dependents from done;
  if cardinality(changed) = 0 then
    return;
  end if;
  perform write_audit_events(events, changed);
  if jsonb_array_length(attempts) > 0 then
    insert into attempt (id, "actionId", number, fence, worker, "startedAt")
      select t.id, t."actionId", t.number, t.fence, t.worker, t."startedAt"
      from jsonb_to_recordset(attempts) as t(id uuid, "actionId" uuid, number int, fence int, worker text, "startedAt" timestamptz)
      where t.worker is not null and t."actionId" = any (changed);
    update attempt as held set "endedAt" = t."endedAt", class = t.class, seen = t.seen, "durationMs" = t."durationMs"
      from jsonb_to_recordset(attempts) as t("actionId" uuid, fence int, "endedAt" timestamptz, class text, seen jsonb, "durationMs" int)
      where t."endedAt" is not null and held."actionId" = t."actionId" and held.fence = t.fence and t."actionId" = any (changed);
  end if;
  if jsonb_array_length(jobs) > 0 then
    perform write_jobs(jobs, changed);
  end if;
  return query select each, each = any (dependents) from unnest(changed) as each;
end
$$;

-- New actions as they stand after asking (and, where that needed no look outside, after preview and policy), with what they run after.
create function insert_actions(actions jsonb, events jsonb, jobs jsonb, after jsonb) returns void language plpgsql as $$
declare
  made uuid[];
begin
  with done as (
    insert into action select * from jsonb_populate_recordset(null::action, actions) returning action.id
  )
  select array_agg(done.id) into made from done;
  if jsonb_array_length(after) > 0 then
    insert into action_dependency ("actionId", "predecessorId")
      select d."actionId", d."predecessorId" from jsonb_to_recordset(after) as d("actionId" uuid, "predecessorId" uuid);
    update action set "hasDependents" = true
      where action.id in (select d."predecessorId" from jsonb_to_recordset(after) as d("predecessorId" uuid))
        and not action."hasDependents" and action."settledAt" is null;
  end if;
  perform write_audit_events(events, made);
  perform write_jobs(jobs, made);
end
$$;

-- Takes actions of one connection for a worker, as many as the connection has places for now. One claim of a connection at a time: the
-- gate's row is held, so that limits are exact over all workers. `limits` is {concurrency, ratePerSecond, retriesPerSecond, retryShare,
-- retryBurst}, null where there is none. Rows with an id were taken; a row without one says why more were not, and when to look again.
create function claim_actions(connection uuid, moves jsonb, events jsonb, attempts jsonb, limits jsonb, at timestamptz)
  returns table (id uuid, held text, "wakeAt" timestamptz) language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  gate connection_gate;
  seconds double precision;
  rate double precision := (limits ->> 'ratePerSecond')::double precision;
  concurrency int := (limits ->> 'concurrency')::int;
  burst double precision;
  tokens double precision;
  budget double precision;
  running int;
  places int := jsonb_array_length(moves);
  why text;
  picked uuid[];
  retries int;
  refused int;
begin
  select * into gate from connection_gate where "connectionId" = connection for no key update;
  if not found then
    insert into connection_gate ("connectionId", "rateTokens", "retryTokens", "refilledAt")
      values (connection, greatest(coalesce(rate, 0), 1), (limits ->> 'retryBurst')::double precision, at)
      on conflict do nothing;
    select * into gate from connection_gate where "connectionId" = connection for no key update;
  end if;
  if gate.breaker = 'open' and gate."openUntil" > at then
    return query select null::uuid, 'breaker', gate."openUntil";
    return;
  end if;
  seconds := greatest(0, extract(epoch from at - gate."refilledAt"));
  budget := least((limits ->> 'retryBurst')::double precision,
    gate."retryTokens" + seconds * (limits ->> 'retriesPerSecond')::double precision);
  running := (select count(*) from action where action."connectionId" = connection and action.status = 'running');
  if concurrency is not null and concurrency - running < places then
    places := greatest(0, concurrency - running);
    why := 'concurrency';
  end if;
  -- One request at a time finds out whether the other side answers again.
  if gate.breaker <> 'closed' and 1 - running < places then
    places := greatest(0, 1 - running);
    why := 'breaker';
  end if;
  if rate is not null then
    burst := greatest(rate, 1);
    tokens := least(burst, gate."rateTokens" + seconds * rate);
    if floor(tokens) < places then
      places := floor(tokens);
      why := 'rate';
    end if;
  end if;

  with candidate as (
    select m.id, m.place, m.again
    from (
      select (each ->> 'id')::uuid as id, (each ->> 'fence')::int as fence, each ->> 'digest' as digest,
        (each ->> 'again')::boolean as again, place
      from jsonb_array_elements(moves) with ordinality as listed(each, place)
    ) as m
    join action as a on a.id = m.id and a.status = 'queued' and a.fence = m.fence and a.digest is not distinct from m.digest
    where not exists (
      select 1 from pause as p
      where p."liftedAt" is null
        and (p.scope = 'everything'
          or (p.scope = 'connection' and p."connectionId" = a."connectionId")
          or (p.scope = 'operation' and p.operation = a.operation and coalesce(p."connectionId", a."connectionId") = a."connectionId"))
    )
  ), counted as (
    select candidate.*, count(*) filter (where again) over (order by place) as retry from candidate
  ), allowed as (
    select counted.* from counted where not again or retry <= floor(budget) order by place limit places
  ), taken as (
    select action.id from action where action.id in (select allowed.id from allowed) and action.status = 'queued'
      for no key update skip locked
  )
  select array_agg(taken.id), count(*) filter (where counted.again),
    (select count(*) from counted as c where c.again and c.retry > floor(budget))
    into picked, retries, refused
    from taken join counted on counted.id = taken.id;

  if picked is not null then
    return query
      select m.id, null::text, null::timestamptz
      from move_actions(
        (select jsonb_agg(each) from jsonb_array_elements(moves) as each where (each ->> 'id')::uuid = any (picked)),
        events, attempts, '[]'
      ) as m;
    update connection_gate set
      breaker = case when breaker = 'open' then 'half_open' else breaker end,
      "rateTokens" = coalesce(tokens - cardinality(picked), 0),
      "retryTokens" = least((limits ->> 'retryBurst')::double precision,
        budget - retries + (cardinality(picked) - retries) * (limits ->> 'retryShare')::double precision),
      "refilledAt" = at
      where "connectionId" = connection;
  end if;
  if refused > 0 then
    return query select null::uuid, 'retry_budget', at + interval '1 second';
  end if;
  if why = 'rate' then
    return query select null::uuid, why, at + make_interval(secs => greatest(0.02, (1 - (tokens - floor(tokens))) / rate));
  elsif why is not null then
    return query select null::uuid, why, null::timestamptz;
  end if;
end
$$;

-- How attempts ended, with what that says about their connections: `ends` is [{connectionId, answered, failures, why}].
-- The breaker opens after `limits.failures` in a row, for limits.openSeconds, doubling up to limits.openMostSeconds.
create function settle_actions(moves jsonb, events jsonb, attempts jsonb, jobs jsonb, ends jsonb, limits jsonb, at timestamptz)
  returns table (id uuid, "hasDependents" boolean) language plpgsql as $$
#variable_conflict use_column
begin
  return query select m.id, m."hasDependents" from move_actions(moves, events, attempts, jobs) as m;
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
