-- What a connection's rate and retry budget are refilled with goes by the clock of the worker that claims. Workers' clocks differ, and each
-- reads its own before it waits for the gate: the moment of the last refill must not go back, or the same time is counted twice.
create or replace function claim_actions(connection uuid, moves jsonb, events jsonb, attempts jsonb, limits jsonb, at timestamptz)
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
      -- A clock that is a little behind must not give what was refilled a second time; one that was far ahead is not waited for.
      "refilledAt" = case when "refilledAt" between at and at + interval '10 seconds' then "refilledAt" else at end
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
