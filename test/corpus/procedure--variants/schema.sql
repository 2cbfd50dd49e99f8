-- roles: alice
CREATE PROCEDURE nothing() LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE PROCEDURE outs(IN a integer, OUT b integer, INOUT c text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
CREATE PROCEDURE same(a integer) LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
CREATE PROCEDURE same(a text, OUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := 1; END $$;
CREATE PROCEDURE many(VARIADIC a text[]) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN END $$;
ALTER PROCEDURE outs(integer, text) OWNER TO alice;
COMMENT ON PROCEDURE same(integer) IS 'one';
COMMENT ON PROCEDURE same(text, OUT integer) IS 'other';
REVOKE ALL ON PROCEDURE same(integer) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE same(text, OUT integer) TO alice;
CREATE PROCEDURE "Proc.S"("In" integer) LANGUAGE sql AS 'SELECT 1';
-- told apart by the modes alone
CREATE PROCEDURE modes(IN a integer, IN b integer, IN c integer) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE modes(OUT a integer, IN b integer, IN c integer) LANGUAGE sql AS 'SELECT 1';
COMMENT ON PROCEDURE modes(IN integer, IN integer, IN integer) IS 'three in';
COMMENT ON PROCEDURE modes(OUT integer, IN integer, IN integer) IS 'two in';
ALTER PROCEDURE modes(IN integer, IN integer, IN integer) OWNER TO alice;
GRANT EXECUTE ON PROCEDURE modes(IN integer, IN integer, IN integer) TO PUBLIC;
REVOKE EXECUTE ON PROCEDURE modes(OUT integer, IN integer, IN integer) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE modes(IN integer, IN integer, IN integer) TO alice WITH GRANT OPTION;
