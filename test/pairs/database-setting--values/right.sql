DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = "B c", a', current_database());
  EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database());
  EXECUTE format('ALTER ROLE pairs_app IN DATABASE %I SET work_mem = ''9MB''', current_database());
END $$;
