create table users (id serial primary key);
