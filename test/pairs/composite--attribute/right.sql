create type c as (a integer, b varchar);
