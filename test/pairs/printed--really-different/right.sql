create table t (s varchar(9), constraint one check (((s)::text = ANY ((ARRAY['a'::character varying, 'c'::character varying])::text[]))));
