-- requires: 17
CREATE COLLATION code_points (provider = builtin, locale = 'C');
CREATE COLLATION unicode (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION same FROM pg_c_utf8;
CREATE TABLE t (a text COLLATE code_points, b text COLLATE unicode);
CREATE INDEX i ON t (a COLLATE same);
