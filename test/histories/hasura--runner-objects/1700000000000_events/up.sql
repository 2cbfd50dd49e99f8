CREATE TABLE dropped (name text);
CREATE FUNCTION log_drop() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.dropped SELECT object_identity FROM pg_event_trigger_dropped_objects();
END
$$;
CREATE EVENT TRIGGER log_drop ON sql_drop EXECUTE FUNCTION log_drop();
ALTER EVENT TRIGGER log_drop ENABLE ALWAYS;
CREATE TABLE kept (id int CHECK (id > 0), name text DEFAULT 'x');
