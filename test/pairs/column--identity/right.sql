create table t (a integer generated always as identity (start 20), b integer not null);
