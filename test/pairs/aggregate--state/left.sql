create aggregate agg(integer) (sfunc = int4pl, stype = integer, initcond = '0');
