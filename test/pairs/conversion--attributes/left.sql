create conversion "default" for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create conversion other for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create conversion function for 'SJIS' to 'UTF8' from sjis_to_utf8;
