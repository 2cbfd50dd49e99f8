DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = a, "B c"', current_database());
  EXECUTE format('ALTER DATABASE %I SET work_mem = ''4MB''', current_database());
  EXECUTE format('ALTER ROLE pairs_app IN DATABASE %I SET work_mem = ''8MB''', current_database());
END $$;
