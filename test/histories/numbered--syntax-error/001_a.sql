CREATE TABLE a (id int);
SELECT 'é😀', 'ü' frm a b;
SELECT 1;
