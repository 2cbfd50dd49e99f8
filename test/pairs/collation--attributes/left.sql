create collation locale (provider = icu, locale = 'de');
create collation loose (provider = icu, locale = 'de');
create collation provider (provider = libc, locale = 'C');
create collation ctype (lc_collate = 'C', lc_ctype = 'C');
create collation spelled (provider = icu, locale = 'en_US');
create collation only_left from "C";
