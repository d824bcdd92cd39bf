-- AlterTable
ALTER TABLE "action" ADD COLUMN     "clearedNote" TEXT;

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "erasureId" UUID,
ALTER COLUMN "content" DROP NOT NULL,
ALTER COLUMN "salt" DROP NOT NULL;

-- CreateTable
CREATE TABLE "audit_subtree" (
    "height" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_subtree_pkey" PRIMARY KEY ("height","index")
);

-- By hand, from here on

CREATE TRIGGER audit_subtree_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_subtree"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- One change of an event is allowed, to anyone at all: its content and its salt go, together and for good, and another event, which
-- can't be erased itself, says who did it and why. No right to UPDATE comes with that: the application has only the function below.
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_erased_whole" CHECK (
  CASE WHEN "erasedAt" IS NULL THEN "content" IS NOT NULL AND "salt" IS NOT NULL AND "erasureId" IS NULL
  ELSE "content" IS NULL AND "salt" IS NULL AND "erasureId" IS NOT NULL END
);

DROP TRIGGER audit_event_guard ON "audit_event";
CREATE TRIGGER audit_event_guard BEFORE DELETE OR TRUNCATE
    OR UPDATE OF "id", "at", "kind", "actorKind", "actorId", "subjectKind", "subjectId", "contentHash", "traceId" ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  erasable CONSTANT text[] := ARRAY['content', 'salt', 'erasedAt', 'erasureId'];
BEGIN
  IF old."erasedAt" IS NULL AND old.kind <> 'audit.erased'
    AND new.content IS NULL AND new.salt IS NULL
    AND to_jsonb(new) - erasable = to_jsonb(old) - erasable
    AND EXISTS (
      SELECT FROM public.audit_event e
      WHERE e.id = new."erasureId" AND e.kind = 'audit.erased' AND e.at = new."erasedAt" AND e.content -> 'events' ? old.id::text
    )
  THEN
    RETURN new;
  END IF;
  RAISE EXCEPTION 'The audit log can only be added to: this UPDATE on audit_event is refused.'
    USING errcode = 'insufficient_privilege', hint = 'Only an event’s content can be erased, by erase_audit_content.';
END
$$;
CREATE TRIGGER audit_event_erasure_guard BEFORE UPDATE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();

-- Erases what the event `erasure` names, and answers how many that were. What is erased already stays as it is.
CREATE FUNCTION erase_audit_content(erasure uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  erased integer;
BEGIN
  UPDATE public.audit_event e SET content = NULL, salt = NULL, "erasedAt" = r.at, "erasureId" = r.id
  FROM public.audit_event r
  WHERE r.id = erasure AND r.kind = 'audit.erased' AND e."erasedAt" IS NULL
    AND e.id IN (SELECT name::uuid FROM jsonb_object_keys(r.content -> 'events') AS name);
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION erase_audit_content(uuid) FROM PUBLIC;

-- What retention looks for: reads whose results are still kept.
CREATE INDEX "action_kept_read_idx" ON "action" ("settledAt") WHERE "effect" = 'read' AND "status" = 'succeeded' AND "clearedNote" IS NULL;
