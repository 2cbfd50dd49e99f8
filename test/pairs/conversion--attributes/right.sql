create default conversion "default" for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create conversion other for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
alter conversion other owner to pairs_other;
create function f(integer, integer, cstring, internal, integer, boolean) returns integer
  language c strict as '$libdir/utf8_and_sjis', 'sjis_to_utf8';
create conversion function for 'SJIS' to 'UTF8' from f;
