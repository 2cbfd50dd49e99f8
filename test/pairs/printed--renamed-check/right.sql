create table t (s varchar(9), constraint two check (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))));
