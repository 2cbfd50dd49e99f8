-- requires: 17
CREATE COLLATION code_points (provider = builtin, locale = 'C');
CREATE COLLATION unicode (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION same FROM pg_c_utf8;
CREATE TABLE t (a text COLLATE code_points, b text COLLATE unicode);
CREATE INDEX i ON t (a COLLATE same);
CREATE COLLATION tailored (provider = icu, locale = 'und', rules = '& a < g < ''|''');
CREATE COLLATION loose (provider = icu, locale = 'en_US', deterministic = false, rules = E'&V << w <<< W\n&\\u0061 < b');
CREATE TABLE r (a text COLLATE tailored, b text COLLATE loose);
