-- What waits, in the orders of the inbox: by what is due, and by risk. What has no time limit comes first.
drop index "action_inbox_idx";
create index "action_inbox_due_idx" on "action"
  ((case when status = 'awaiting_approval' then coalesce("dueAt", '-infinity') else '-infinity' end), "waitingSince", "id")
  where "status" in ('awaiting_approval', 'outcome_unknown');
create index "action_inbox_risk_idx" on "action"
  ((-risk), (case when status = 'awaiting_approval' then coalesce("dueAt", '-infinity') else '-infinity' end), "waitingSince", "id")
  where "status" in ('awaiting_approval', 'outcome_unknown');

-- What cards that wait already ask for; the workers correct those that have votes.
update "action" set "asks" = asked.asks
from (
  select a."id", array_agg(distinct
      (r ->> 'role') || coalesce('/' || (r ->> 'team'), '') || case when (r ->> 'requesterExcluded')::boolean then '' else '!' end) as asks
  from "action" a, jsonb_array_elements(a."policy" -> 'requirements') as r
  where a."status" = 'awaiting_approval' and jsonb_typeof(a."policy" -> 'requirements') = 'array'
  group by a."id"
) as asked
where "action"."id" = asked."id";

-- Search by words instead of by three letters: a tenth of the size, and rare words are found before common ones are read.
-- Scripts without spaces are searched letter by letter. A sentence is searched to its 500th character.
create function search_terms(given text) returns text[] language sql immutable parallel safe strict
return array_remove(
  regexp_split_to_array(regexp_replace(lower(left(given, 500)), '([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])', ' \1 ', 'g'), '[\s[:punct:]]+'), '');

create function search_words(given text) returns tsvector language sql immutable parallel safe strict
return array_to_tsvector(search_terms(given));

-- All of the words; the last, while it is being typed, is the beginning of one. A number is meant as it stands.
create function search_query(given text) returns tsquery language sql immutable parallel safe strict
return (
  select coalesce(string_agg('''' || word || '''' ||
      case when place = count and given !~ '[\s[:punct:]]$' and word !~ '^\d' and length(word) > 2 then ':*' else '' end, ' & '), '')::tsquery
  from (
    select word, place, count(*) over () as count from unnest(search_terms(given)) with ordinality as term(word, place)
  ) as terms);

create index "action_words_idx" on "action" using gin (search_words("summary"));
drop index "action_summary_trgm_idx";

-- The figures of decisions look at a window of time.
create index "decision_at_idx" on "decision" ("at");
create index "action_expired_idx" on "action" ("settledAt") where "status" = 'expired';
