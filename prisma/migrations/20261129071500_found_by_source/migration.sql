-- Which actions carry what was read as a source: whoever may see one of them may open what had been read.
create index "action_sources_idx" on "action" using gin (jsonb_path_query_array("sources", '$[*].actionId')) where "tainted";
