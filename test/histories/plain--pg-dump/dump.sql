--
-- PostgreSQL database dump
--

\restrict a1B2c3

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.cities (
    id integer NOT NULL,
    name text
);

CREATE TABLE public.empty (id integer);

COPY public.cities (id, name) FROM stdin;
1	Zürich; \\restrict is data
2	\N
3	'quoted
\.


COPY public.empty (id) FROM stdin;
\.

ALTER TABLE ONLY public.cities
    ADD CONSTRAINT cities_pkey PRIMARY KEY (id);

\unrestrict a1B2c3

