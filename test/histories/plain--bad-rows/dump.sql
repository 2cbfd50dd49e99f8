CREATE TABLE cities (id integer);
COPY cities FROM stdin;
1
2
three
\.
