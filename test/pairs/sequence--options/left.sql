create sequence s increment 2 cache 5 maxvalue 99 cycle;
