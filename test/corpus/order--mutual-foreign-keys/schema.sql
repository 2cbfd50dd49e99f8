CREATE TABLE department (id int PRIMARY KEY, name text NOT NULL, head_id int);
CREATE TABLE employee (id int PRIMARY KEY, department_id int NOT NULL REFERENCES department, mentor_id int REFERENCES employee);
ALTER TABLE department ADD CONSTRAINT department_head_fkey FOREIGN KEY (head_id) REFERENCES employee DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT department_head_fkey ON department IS 'closes a cycle';
BEGIN;
INSERT INTO department VALUES (1, 'Kitchen', 12), (2, 'Hall', NULL);
INSERT INTO employee VALUES (12, 1, NULL), (11, 1, 12), (10, 2, 11);
COMMIT;
