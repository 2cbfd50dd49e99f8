CREATE SUBSCRIPTION s CONNECTION 'host=one.invalid password=one' PUBLICATION a, b WITH (connect = false);
CREATE SUBSCRIPTION t CONNECTION 'host=one.invalid' PUBLICATION a, b WITH (connect = false);
