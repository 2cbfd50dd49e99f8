create type c as (b text, a integer);
