-- from another project
PRAGMA foreign_keys = ON;
CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, at DATETIME);
