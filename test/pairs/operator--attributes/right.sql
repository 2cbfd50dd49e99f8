CREATE FUNCTION f(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION g(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (
  FUNCTION = g, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR @@@ (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = @@@);
COMMENT ON OPERATOR @@@ (integer, integer) IS 'new';
CREATE OPERATOR &&& (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, NEGATOR = !&&);
