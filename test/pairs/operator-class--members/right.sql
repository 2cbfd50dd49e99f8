CREATE FUNCTION cmp(bigint, oid) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS a FOR TYPE integer USING btree FAMILY fam AS
  OPERATOR 1 <, OPERATOR 2 <=, FUNCTION 1 btint4cmp(integer, integer), FUNCTION 1 (bigint, oid) cmp(bigint, oid);
CREATE OPERATOR CLASS b FOR TYPE box USING gist AS
  OPERATOR 15 <-> (box, point) FOR ORDER BY float_ops, STORAGE polygon, FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal);
ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (bigint, oid) cmp(bigint, oid);
