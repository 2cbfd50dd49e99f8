SELECT lo_create(4711), lo_create(4712), lo_create(4714);
COMMENT ON LARGE OBJECT 4711 IS 'one';
