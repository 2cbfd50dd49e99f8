-- A foreign key may rest on a unique index that no constraint stands for.
CREATE TABLE country (code char(2) NOT NULL, name text);
CREATE UNIQUE INDEX country_code_idx ON country (code);
CREATE TABLE city (id int PRIMARY KEY, country_code char(2) REFERENCES country (code));
INSERT INTO country VALUES ('AT', 'Austria');
INSERT INTO city VALUES (1, 'AT');
