-- requires: 18
CREATE TABLE public.rooms (id int4range, valid tstzrange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE public.bookings (
  id int4range, valid tstzrange, room int4range,
  UNIQUE (id, valid WITHOUT OVERLAPS),
  FOREIGN KEY (room, PERIOD valid) REFERENCES public.rooms (id, PERIOD valid)
);
