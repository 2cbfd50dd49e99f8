CREATE DOMAIN status AS varchar(10) CHECK (VALUE IN ('new', 'old'));
CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100) DEFAULT 10 + 5 * 2;
