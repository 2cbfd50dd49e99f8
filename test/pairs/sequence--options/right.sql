create sequence s increment 3;
