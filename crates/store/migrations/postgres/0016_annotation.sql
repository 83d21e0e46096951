-- What was changed and when, beside the chart of a measure: by the whole network, or by one site. One that was taken back
-- stays.

insert into counter (name, value) values ('annotation', 0);

create table annotation (
    id              bigint primary key,
    measure         text not null,
    organization_id bigint references organization,
    on_date         text collate "C" not null,
    words           text not null,
    at              bigint not null,
    by_id           bigint not null references account,
    undone_at       bigint,
    undone_by       bigint references account,
    constraint says_something check (words <> '')
);
create index annotation_of_measure on annotation (measure, on_date);
