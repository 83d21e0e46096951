-- Charts that stand on pages outside Kith: what is shown, and the token of its address. It shows counts and nobody, so the
-- token is kept as it is. One that was taken back stays.

insert into counter (name, value) values ('embed', 0);

create table embed (
    id        integer primary key,
    token     text not null unique,
    measure   text not null,
    chart     text not null,
    at        integer not null,
    by_id     integer not null references account,
    undone_at integer,
    undone_by integer references account
);
create index embed_of_measure on embed (measure, id);
