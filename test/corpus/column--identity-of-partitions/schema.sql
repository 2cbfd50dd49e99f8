CREATE TABLE public.p (id bigint GENERATED ALWAYS AS IDENTITY, region text) PARTITION BY LIST (region);
CREATE TABLE public.p_a PARTITION OF public.p FOR VALUES IN ('a');
CREATE TABLE public.p_b (region text, id bigint NOT NULL);
ALTER TABLE public.p ATTACH PARTITION public.p_b FOR VALUES IN ('b');
