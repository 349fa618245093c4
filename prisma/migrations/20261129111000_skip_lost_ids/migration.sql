-- After an old backup was restored, numbers that were given out in the lost time must not be given out again: shops keep them, receipts
-- print them, and browsers have saved them. Every counter goes on a million further. Monotone also when two call it at once, and for
-- those who draw numbers meanwhile, who would need a million within the statement. setval is not undone by a rollback: a gap, no more.
-- With its owner's rights, because a role that only serves may not set counters.
CREATE FUNCTION skip_lost_ids() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  counter RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('skip lost ids'));
  FOR counter IN SELECT format('%I.%I', "schemaname", "sequencename")::regclass AS "id" FROM pg_sequences WHERE "schemaname" = current_schema() LOOP
    PERFORM setval(counter."id", coalesce(pg_sequence_last_value(counter."id"), 0) + 1000000);
  END LOOP;
END $$;
