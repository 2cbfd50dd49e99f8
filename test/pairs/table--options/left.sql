create unlogged table t (a integer) with (fillfactor = 70, autovacuum_enabled = off);
