CREATE SCHEMA geo;
CREATE EXTENSION earthdistance WITH SCHEMA geo CASCADE;
CREATE FUNCTION public.distance(a point, b point) RETURNS double precision
LANGUAGE sql IMMUTABLE RETURN a OPERATOR(geo.<@>) b;
