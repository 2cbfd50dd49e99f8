CREATE TYPE m;
CREATE FUNCTION m_in(cstring) RETURNS m LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION m_out(m) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION m_recv(internal) RETURNS m LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION m_send(m) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE m (
  INPUT = m_in, OUTPUT = m_out, RECEIVE = m_recv, SEND = m_send, STORAGE = extended, ALIGNMENT = double, CATEGORY = 'S',
  PREFERRED, DEFAULT = 'x', DELIMITER = ';', COLLATABLE);
COMMENT ON FUNCTION m_in(cstring) IS 'reads';
REVOKE EXECUTE ON FUNCTION m_out(m) FROM PUBLIC;
CREATE TYPE later;
CREATE FUNCTION later_in(cstring) RETURNS later LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION later_out(later) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE later (INPUT = later_in, OUTPUT = later_out, LIKE = integer);
COMMENT ON TYPE later IS 'a name';
