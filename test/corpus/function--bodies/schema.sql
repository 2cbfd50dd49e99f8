CREATE FUNCTION with_dollars() RETURNS text LANGUAGE plpgsql AS $outer$
BEGIN
  RETURN $$inner $body$ text$$ || '$function$';
END
$outer$;
CREATE FUNCTION ends_in_dollar() RETURNS text LANGUAGE sql AS 'SELECT 1::text -- costs $';
CREATE FUNCTION tag_at_the_end() RETURNS text LANGUAGE sql AS 'SELECT $$x$$ -- $function';
CREATE FUNCTION with_quotes() RETURNS text LANGUAGE sql AS E'SELECT ''\\\\ back'' || E''\\n''';
CREATE FUNCTION with_crlf() RETURNS integer LANGUAGE plpgsql AS E'BEGIN\r\n  RETURN 1;\r\nEND\r\n';
CREATE FUNCTION with_blank_lines() RETURNS integer LANGUAGE plpgsql AS $$


BEGIN
	RETURN 1;  

END;

$$;
CREATE FUNCTION empty_body() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION unicode_body() RETURNS text LANGUAGE sql AS $$ SELECT 'Zürich – 東京 🐘' $$;
CREATE FUNCTION looks_like_psql() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  -- \q ; :name :'literal' %s
  RETURN ':name';
END $$;
