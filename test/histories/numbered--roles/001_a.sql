CREATE ROLE pgfold_test_made;
CREATE TABLE a (id int);
GRANT SELECT ON a TO pgfold_test_reader, PUBLIC, CURRENT_USER;
ALTER TABLE a OWNER TO pgfold_test_made;
CREATE POLICY own ON a TO "Pgfold Test";
