SET search_path TO pg_catalog;
SET session_replication_role TO replica;
ALTER TABLE public.kept ADD COLUMN more int;
CREATE TABLE public.temporary (id int);
DROP TABLE public.temporary;
SET ROLE pgfold_test_reader;
CREATE TABLE reading.mine (id int);
