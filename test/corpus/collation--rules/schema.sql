-- requires: 16
CREATE COLLATION tailored (provider = icu, locale = 'und', rules = '& a < g < ''|''');
CREATE COLLATION loose (provider = icu, locale = 'en_US', deterministic = false, rules = E'&V << w <<< W\n&\\u0061 < b');
CREATE TABLE t (a text COLLATE tailored, b text COLLATE loose);
