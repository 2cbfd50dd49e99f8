CREATE TYPE m;
CREATE FUNCTION m_in(cstring) RETURNS m LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION m_out(m) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION m_recv(internal) RETURNS m LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION m_send(m) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE m (INPUT = m_in, OUTPUT = m_out);
CREATE TYPE shell;
CREATE TYPE later;
COMMENT ON TYPE later IS 'a name';
