-- Large objects without content: numbers below and above those of other objects, owners, privileges, comments.
-- roles: alice bob
SELECT lo_create(4711), lo_create(987654321), lo_create(42);
ALTER LARGE OBJECT 4711 OWNER TO alice;
GRANT SELECT ON LARGE OBJECT 987654321 TO bob, PUBLIC;
GRANT UPDATE ON LARGE OBJECT 987654321 TO alice WITH GRANT OPTION;
REVOKE UPDATE ON LARGE OBJECT 4711 FROM alice;
COMMENT ON LARGE OBJECT 42 IS 'the answer';
