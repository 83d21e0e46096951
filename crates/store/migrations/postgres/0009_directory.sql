-- Services that a directory names or their owners edit, with every version; files that come to the front door.

insert into counter (name, value) values ('door_file', 0);

-- `details` is where it is and when it is open, `words` what is said of it besides. `origin` is the directory that it is
-- from; none for the programme's own file. `said` is what either said last: what differs from it was changed here.
alter table service add column details text not null default '{}';
alter table service add column words text not null default '{}';
alter table service add column origin text;
alter table service add column said text;
alter table service add column version bigint not null default 1;
create index service_of_origin on service (origin);

-- A file that came to the front door: a directory of services, referrals of a partner in a table, a scanned page. Its
-- bytes are erased once they are of no use, or too old.
create table door_file (
    id            bigint primary key,
    purpose       text not null,
    name          text not null,
    media         text not null,
    source_name   text not null,
    length        bigint not null,
    bytes         bytea not null,
    by_id         bigint not null references account,
    at            bigint not null,
    done_at       bigint,
    undone_at     bigint,
    erased_at     bigint,
    receipt       text,
    submission_id bigint references submission,
    constraint known_purpose check (purpose in ('directory', 'referrals', 'scan')),
    constraint undone_after_it_was_done check (undone_at is null or done_at is not null)
);
create index door_file_of_purpose on door_file (purpose, at, id);
create index door_file_waiting on door_file (at, id) where purpose = 'scan' and done_at is null;

-- What a service was at each version, who made it so, and what the file or directory had said by then.
create table service_version (
    service_id bigint not null references service,
    version    bigint not null,
    at         bigint not null,
    what       text not null,
    by_id      bigint references account,
    by_name    text not null,
    offer      text not null,
    open       boolean not null,
    said       text,
    file_id    bigint references door_file,
    constraint service_version_key primary key (service_id, version),
    constraint known_change check (what in ('file', 'directory', 'edit', 'back'))
);
create index service_version_of_file on service_version (file_id) where file_id is not null;
