-- What was changed and when, beside the chart of a measure: by the whole network, or by one site. One that was taken back
-- stays.

insert into counter (name, value) values ('annotation', 0);

create table annotation (
    id              integer primary key,
    measure         text not null,
    organization_id integer references organization,
    on_date         text not null,
    words           text not null,
    at              integer not null,
    by_id           integer not null references account,
    undone_at       integer,
    undone_by       integer references account,
    constraint says_something check (words <> '')
);
create index annotation_of_measure on annotation (measure, on_date);
