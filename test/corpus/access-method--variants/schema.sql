CREATE ACCESS METHOD "My Heap" TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD "My Heap" IS 'a heap';
CREATE SCHEMA a;
CREATE FUNCTION a.handler(internal) RETURNS index_am_handler LANGUAGE internal AS 'gisthandler';
CREATE ACCESS METHOD tree TYPE INDEX HANDLER a.handler;
CREATE OPERATOR CLASS a.box_ops DEFAULT FOR TYPE box USING tree AS
  OPERATOR 3 &&, OPERATOR 6 ~=,
  FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
  FUNCTION 7 gist_box_same(box, box, internal);
CREATE TABLE t (id box, u box, EXCLUDE USING tree (u WITH &&)) USING "My Heap";
CREATE INDEX t_id ON t USING tree (id);
CREATE MATERIALIZED VIEW m USING "My Heap" AS SELECT box '1,2,3,4' AS one;
CREATE INDEX m_one ON m USING tree (one);
CREATE TABLE parts (id integer) PARTITION BY LIST (id);
CREATE TABLE part PARTITION OF parts FOR VALUES IN (1) USING "My Heap";
