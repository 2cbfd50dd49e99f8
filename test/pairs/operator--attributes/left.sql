CREATE FUNCTION f(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION g(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR @@@ (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = @@@);
CREATE OPERATOR &&& (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, NEGATOR = !&&);
CREATE OPERATOR !&& (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer, NEGATOR = &&&);
