-- A payment's functions and the guards of its rows are planned once a connection. PostgreSQL took a plan for known
-- values to be cheaper and made one for each row: 0.15 ms a payment. All of them read by keys, so no value changes a
-- plan.
ALTER FUNCTION prepare_payment("payment", JSONB, BYTEA[], INTEGER[], BYTEA, INTEGER, INTEGER, TIMESTAMPTZ, INTEGER,
  INTEGER, INTEGER) SET plan_cache_mode = 'force_generic_plan';
ALTER FUNCTION submit_payment(BIGINT, BYTEA, BYTEA, BYTEA[], INTEGER[], BYTEA, BYTEA, BIGINT, BYTEA, BIGINT, BYTEA,
  BIGINT, TEXT[], INTEGER, INTEGER, TEXT) SET plan_cache_mode = 'force_generic_plan';
ALTER FUNCTION guard_payment() SET plan_cache_mode = 'force_generic_plan';
ALTER FUNCTION guard_account() SET plan_cache_mode = 'force_generic_plan';
