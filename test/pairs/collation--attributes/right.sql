create collation locale (provider = icu, locale = 'fr');
create collation loose (provider = icu, locale = 'de', deterministic = false);
create collation provider (provider = icu, locale = 'und');
create collation ctype (lc_collate = 'C', lc_ctype = 'POSIX');
create collation spelled (provider = icu, locale = 'en-US');
alter collation spelled owner to pairs_other;
