CREATE FUNCTION h(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
CREATE ACCESS METHOD a TYPE TABLE HANDLER h;
COMMENT ON ACCESS METHOD a IS 'a heap';
