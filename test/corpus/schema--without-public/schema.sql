-- down.sql makes it as the server had made it, with its privileges and its comment.
DROP SCHEMA public;
CREATE SCHEMA app;
CREATE TABLE app.t (id integer);
