create table t (a integer, b text);
create statistics st (ndistinct) on a, b from t;
