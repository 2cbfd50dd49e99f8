CREATE SUBSCRIPTION s CONNECTION 'host=two.invalid password=two' PUBLICATION c WITH (connect = false, slot_name = other, binary, streaming = off, synchronous_commit = local);
CREATE SUBSCRIPTION t CONNECTION 'host=one.invalid' PUBLICATION b, a WITH (connect = false);
