CREATE TABLE t (id integer, state varchar(10), price numeric);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY states ON t USING (state IN ('a', 'b')) WITH CHECK (price BETWEEN 1 AND 5);
