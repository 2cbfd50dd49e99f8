CREATE FUNCTION cmp(bigint, oid) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS a FOR TYPE integer USING btree FAMILY fam AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer);
CREATE OPERATOR CLASS b FOR TYPE box USING gist AS FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal);
CREATE OPERATOR FAMILY gone USING hash;
