-- roles: conv_owner
CREATE SCHEMA "V x";
CREATE CONVERSION latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION "V x"."My.conversion" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE DEFAULT CONVERSION "V x".sjis FOR 'SJIS' TO 'UTF8' FROM sjis_to_utf8;
CREATE FUNCTION "V x"."own ""function"""(integer, integer, cstring, internal, integer, boolean) RETURNS integer
  LANGUAGE c STRICT AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
CREATE CONVERSION "V x".own FOR 'LATIN1' TO 'UTF8' FROM "V x"."own ""function""";
ALTER CONVERSION "V x".own OWNER TO conv_owner;
COMMENT ON CONVERSION "V x"."My.conversion" IS 'it''s a conversion';
