BEGIN;
CREATE TABLE b (id int);
INSERT INTO b VALUES (1);
-- Grüße 😀
INSERT INTO b SELECT 'ü😀', missing FROM a;
COMMIT;
