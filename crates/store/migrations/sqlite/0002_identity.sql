-- Who is whom: clusters of source people, what people decided about them, what waits to be decided; files put in.
-- A person is a cluster of source people, and its id the smallest home id among them.

insert into counter (name, value) values
    ('link_work', 0), ('act', 0), ('verdict', 0), ('link_event', 0), ('care_event', 0), ('upload', 0);

-- The person that a source person is on its own: given at the first mention, never changed.
alter table source_person add column home_id integer not null default 0;
update source_person set home_id = person_id;
create unique index source_person_by_home on source_person (home_id);

-- Whose id stands for this one while its source person belongs to a larger cluster.
alter table person add column merged_into integer references person;
create index person_merged on person (merged_into) where merged_into is not null;

-- Everybody's role may be that of a data steward. The rows that refer to accounts wait until they are back.
pragma defer_foreign_keys = on;
create table account_before as select * from account;
drop table account;
create table account (
    id              integer primary key,
    login           text not null,
    login_key       text not null unique,
    name            text not null,
    role            text not null,
    organization_id integer references organization,
    language        text not null,
    password_hash   text not null,
    disabled        boolean not null default false,
    made_at         integer not null,
    constraint known_role check (role in (
        'coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator', 'data_steward'
    ))
);
insert into account
    (id, login, login_key, name, role, organization_id, language, password_hash, disabled, made_at)
select id, login, login_key, name, role, organization_id, language, password_hash, disabled, made_at
from account_before;
drop table account_before;

-- Which mother has which baby, how that is known, and the record that says so where one does.
create table mother_link_after (
    infant_id   integer primary key references person,
    mother_id   integer not null references person,
    technique   text not null,
    record_id   integer references source_record,
    probability real,
    constraint known_technique check (technique in ('confirmed', 'link', 'identifier', 'encounter', 'inferred')),
    constraint a_record_says_so check ((record_id is not null) = (technique in ('link', 'identifier', 'encounter'))),
    constraint an_inference_has_a_probability check ((probability is not null) = (technique = 'inferred')),
    constraint nobody_is_her_own_mother check (infant_id <> mother_id)
);
insert into mother_link_after (infant_id, mother_id, technique, record_id)
select infant_id, mother_id, technique, record_id from mother_link;
drop table mother_link;
alter table mother_link_after rename to mother_link;
create index mother_link_of_mother on mother_link (mother_id);

-- Source people whose own statement changed, is new or left: each with the number of the latest change.
create table link_work (
    source_person_id integer primary key references source_person,
    seq              integer not null
);
create unique index link_work_in_order on link_work (seq);
insert into link_work (source_person_id, seq) select id, row_number() over (order by id) from source_person;
update counter set value = (select count(*) from source_person) where name = 'link_work';

-- One act of a person on identity, or of a source that says two of its people are one (without an account).
-- A taken back one stays.
create table act (
    id        integer primary key,
    kind      text not null,
    at        integer not null,
    by_id     integer references account,
    note      text,
    undone_at integer,
    undone_by integer references account,
    constraint known_kind check (kind in ('same', 'different', 'unsure', 'never_again', 'merge', 'split', 'choice')),
    constraint taken_back_at_a_time check (undone_by is null or undone_at is not null)
);

-- What an act says about a pair: two source people, the smaller first; or an infant and a mother. The number is new
-- whenever the verdict is given or taken back.
create table verdict (
    act_id      integer not null references act,
    kind        text not null,
    a_id        integer not null references source_person,
    b_id        integer not null references source_person,
    attribute   text not null default '',
    verdict     text not null,
    never_again boolean not null default false,
    seq         integer not null,
    primary key (act_id, kind, a_id, b_id, attribute),
    constraint known_kind check (kind in ('person', 'dyad', 'fact')),
    constraint known_verdict check (verdict in ('same', 'different', 'unsure')),
    constraint of_two check (a_id <> b_id),
    constraint smaller_first check (kind = 'dyad' or a_id < b_id)
) without rowid;
create index verdict_of_pair on verdict (kind, a_id, b_id, attribute, act_id);
create index verdict_of_second on verdict (kind, b_id);
create unique index verdict_in_order on verdict (seq);

-- Whose statement an act says to believe about something.
create table choice (
    act_id           integer not null references act,
    attribute        text not null,
    source_person_id integer not null references source_person,
    primary key (act_id, attribute, source_person_id)
) without rowid;
create index choice_of_source_person on choice (source_person_id);

-- Source people that came together or parted, with the evidence and the cause.
create table link_event (
    id        integer primary key,
    at        integer not null,
    cause     text not null,
    act_id    integer references act,
    by_name   text not null,
    kind      text not null,
    person_id integer not null references person,
    evidence  text not null,
    constraint known_cause check (cause in ('linkage', 'source', 'act')),
    constraint an_act_is_named check (act_id is not null or cause <> 'act'),
    constraint known_kind check (kind in ('link', 'unlink'))
);
create table link_move (
    event_id         integer not null references link_event,
    source_person_id integer not null references source_person,
    from_id          integer not null references person,
    to_id            integer not null references person,
    primary key (event_id, source_person_id),
    constraint moves check (from_id <> to_id)
) without rowid;
create index link_move_from on link_move (from_id, event_id);
create index link_move_to on link_move (to_id, event_id);

-- What waits to be decided. One that was decided, or is never to be asked again, is not open.
create table review (
    kind        text not null,
    a_id        integer not null references source_person,
    b_id        integer not null references source_person,
    attribute   text not null default '',
    probability real,
    why         text not null,
    since       integer not null,
    is_open     boolean not null,
    primary key (kind, a_id, b_id, attribute),
    constraint known_kind check (kind in ('person', 'dyad', 'fact'))
) without rowid;
create index review_of_second on review (kind, b_id);
create index review_waiting on review (kind, since, a_id, b_id, attribute) where is_open;

-- Which mother linkage takes an infant to be of, as source people.
create table dyad_proposal (
    infant_id   integer not null references source_person,
    mother_id   integer not null references source_person,
    probability real not null,
    evidence    text not null,
    primary key (infant_id, mother_id)
) without rowid;
create index dyad_proposal_of_mother on dyad_proposal (mother_id);

-- On whose caseload an infant is: the assignment of the person's own id, or else that of an id merged into it.
create table caseload (
    infant_id integer primary key references person,
    worker_id integer not null references account
);
create index caseload_of_worker on caseload (worker_id);
insert into caseload (infant_id, worker_id) select infant_id, worker_id from assignment;

create index visit_of_source_person on visit (source_person_id);

-- Something that happened to a person and that others act on.
create table care_event (
    id               integer primary key,
    kind             text not null,
    source_person_id integer not null references source_person,
    record_id        integer not null references source_record,
    on_date          text not null,
    noticed_at       integer not null,
    constraint noticed_once unique (source_person_id, kind, on_date)
);
create index care_event_of_source_person on care_event (source_person_id);

-- A file that somebody put in by the browser.
create table upload (
    id           integer primary key,
    name         text not null,
    source_name  text not null,
    length       integer not null,
    by_id        integer not null references account,
    at           integer not null,
    mapping      text,
    run_id       integer references run,
    committed_at integer,
    undone_at    integer,
    undone_by    integer references account,
    hash         blob not null,
    bytes        blob not null,
    constraint committed_by_a_run check ((committed_at is null) = (run_id is null)),
    constraint undone_after_it_was_committed check (undone_at is null or committed_at is not null),
    constraint undone_by_someone check ((undone_at is null) = (undone_by is null))
);

-- How the columns of a source's files are read.
create table saved_mapping (
    source_id integer primary key references source,
    mapping   text not null,
    by_id     integer not null references account,
    at        integer not null
);

-- Which records a run wrote that can be undone.
create table record_run (
    record_id integer primary key references source_record,
    run_id    integer not null references run
);
create index record_run_of_run on record_run (run_id, record_id);

-- What a record said that such a run superseded, so that it can be said again.
create table superseded_fact (
    record_id integer primary key references source_record,
    body      text not null
);

-- Records that were taken back, each with the record that came in its place; none where another had come before.
create table withdrawal (
    record_id    integer primary key references source_record,
    by_record_id integer references source_record
);
