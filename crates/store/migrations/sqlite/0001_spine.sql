-- The spine: ledger, facts, people, results, accounts, audit.
-- Days are texts `YYYY-MM-DD`; instants are microseconds since 1970 UTC.

-- The last number given out, by kind. Whoever takes one holds its row until the end, so that numbers follow the order of
-- arrival without a hole, and the same input gives the same numbers wherever it was interrupted. `ledger` and `live`
-- are held by whoever writes to the ledger, and by whoever marks or takes dirty buckets.
create table counter (
    name  text primary key,
    value integer not null,
    constraint counts_up check (value >= 0)
) without rowid;
insert into counter (name, value) values
    ('ledger', 0), ('source', 0), ('record', 0), ('source_person', 0), ('person', 0), ('organization', 0), ('run', 0),
    ('quarantine', 0), ('publication', 0), ('account', 0), ('contact', 0), ('visit', 0), ('audit', 0), ('live', 0);

-- Who sends records.
create table source (
    id               integer primary key,
    name             text not null unique,
    made_at          integer not null,
    last_received_at integer,
    people           integer not null default 0,
    constraint named check (name <> '')
);

-- How many records of a type a source sent, every version counted.
create table source_type (
    source_id     integer not null references source,
    resource_type text not null,
    records       integer not null,
    primary key (source_id, resource_type)
) without rowid;

-- One ingest.
create table run (
    id          integer primary key,
    source_id   integer not null references source,
    started_at  integer not null,
    ended_at    integer,
    what        text not null,
    new         integer not null default 0,
    unchanged   integer not null default 0,
    superseding integer not null default 0,
    older       integer not null default 0,
    kept        integer not null default 0,
    quarantined integer not null default 0,
    constraint ends_after_it_starts check (ended_at >= started_at)
);
create index run_of_source on run (source_id, id);

-- A human as one source knows them.
create table source_person (
    id        integer primary key,
    source_id integer not null references source,
    reference text not null,
    person_id integer not null references person,
    constraint one_person_of_its_source unique (source_id, reference)
);
create index source_person_of_person on source_person (person_id);

-- A human, with what pages show of them: a projection of the current record. The keys are for search.
create table person (
    id         integer primary key,
    bucket     integer not null,
    source_id  integer not null references source,
    reference  text not null,
    given      text,
    family     text,
    given_key  text,
    family_key text,
    born       text,
    died       boolean not null,
    died_on    text,
    sex        text,
    phone      text,
    email      text,
    language   text,
    address    text,
    constraint lies_in_a_bucket check (bucket between 0 and 255),
    constraint died_when_a_day_is_known check (died or died_on is null)
);
create index person_in_bucket on person (bucket);
create index person_by_family on person (family_key);
create index person_by_given on person (given_key);

-- What arrived, byte for byte. Every version stays; each points to the next newer one. The last columns are the
-- large ones, so that a version is recognised without reading them.
create table source_record (
    id               integer primary key,
    source_id        integer not null references source,
    reference        text not null,
    source_person_id integer references source_person,
    version_id       text,
    last_updated     integer,
    received_at      integer not null,
    superseded_by    integer,
    hash             blob not null,
    bytes            blob not null,
    constraint superseded_by_another check (superseded_by <> id)
);
create unique index one_record_follows_another on source_record (source_id, reference, coalesce(superseded_by, 0));

-- What the current record of a resource says about a person, kept together by person.
create table fact (
    source_person_id integer not null references source_person,
    record_id        integer not null references source_record,
    source_id        integer not null references source,
    body             text not null,
    primary key (source_person_id, record_id)
) without rowid;

-- What the current record of a resource says about nobody known: the directory, and care of no patient.
create table loose_fact (
    record_id integer primary key references source_record,
    source_id integer not null references source,
    body      text not null
);

-- An organisation that gives care, known from the first mention; its own record brings the name.
create table organization (
    id          integer primary key,
    source_id   integer not null references source,
    reference   text not null,
    name        text,
    identifiers text not null default '[]',
    constraint one_organization_of_its_source unique (source_id, reference)
);

-- Current `RelatedPerson` records that name a birth mother.
create table birth_mother (
    record_id        integer primary key references source_record,
    source_id        integer not null references source,
    reference        text not null,
    source_person_id integer not null references source_person
);
create index birth_mother_of_infant on birth_mother (source_person_id);
create index birth_mother_by_reference on birth_mother (source_id, reference);

-- Identifiers of current `Patient` records, and of the birth mothers above (`related`).
create table identifier (
    record_id        integer not null references source_record,
    ordinal          integer not null,
    source_id        integer not null references source,
    source_person_id integer not null references source_person,
    related          boolean not null,
    system           text not null,
    value            text not null,
    primary key (source_person_id, record_id, ordinal)
) without rowid;
create index identifier_by_value on identifier (source_id, value, system, related);

-- Links from current `Patient` records to `RelatedPerson` records.
create table patient_link (
    record_id        integer not null references source_record,
    source_id        integer not null references source,
    source_person_id integer not null references source_person,
    other            text not null,
    primary key (source_person_id, record_id, other)
) without rowid;
create index patient_link_by_other on patient_link (source_id, other);

-- Current encounters that are part of another.
create table part_of (
    record_id        integer primary key references source_record,
    source_id        integer not null references source,
    source_person_id integer not null references source_person,
    whole            text not null
);
create index part_of_infant on part_of (source_person_id);
create index part_of_whole on part_of (source_id, whole);

-- Source people for whom a mother link may have changed since links were last resolved.
create table mother_work (
    source_person_id integer primary key references source_person
);

-- Which mother has which baby, and the record that says so.
create table mother_link (
    infant_id integer primary key references person,
    mother_id integer not null references person,
    technique text not null,
    record_id integer not null references source_record,
    constraint known_technique check (technique in ('link', 'identifier', 'encounter')),
    constraint nobody_is_her_own_mother check (infant_id <> mother_id)
);
create index mother_link_of_mother on mother_link (mother_id);

-- Buckets whose measures wait to be run again.
create table dirty_bucket (
    bucket     integer primary key,
    dirtied_at integer not null,
    taken_at   integer,
    constraint is_a_bucket check (bucket between 0 and 255)
);

-- What could not be understood, with what was kept of it.
create table quarantine (
    id            integer primary key,
    source_id     integer not null references source,
    run_id        integer not null references run,
    file          text not null,
    place         text not null,
    reason        text not null,
    message       text not null,
    help          text not null,
    resource_type text,
    length        integer not null,
    seen_at       integer not null,
    resolved_at   integer,
    hash          blob not null,
    bytes         blob not null,
    constraint kept_once unique (source_id, hash, reason)
);
create index quarantine_open on quarantine (source_id, reason) where resolved_at is null;

-- One publication of results.
create table publication (
    version     integer primary key,
    at          integer not null,
    as_of       text not null,
    data_moment integer not null,
    whole       boolean not null,
    moved       integer not null
);

-- Where each subject stands in each measure. A row without a last day carries 9999-12-31.
create table outcome (
    measure         text not null,
    subject_id      integer not null,
    bucket          integer not null,
    person_id       integer not null references person,
    organization_id integer,
    status          text not null,
    counts_on       text not null,
    on_date         text,
    due_on          text not null,
    have            integer not null,
    needs           integer not null,
    short           boolean not null,
    evidence        text not null,
    reason          text,
    strata          text not null,
    primary key (measure, subject_id),
    constraint known_status check (status in ('met', 'not_met', 'excluded', 'pending', 'unknown')),
    constraint short_when_less_than_needed check (short = (have < needs))
);
create index outcome_in_bucket on outcome (bucket);
create index outcome_of_person on outcome (person_id);
create index outcome_by_deadline on outcome (measure, status, due_on, subject_id, short);
create index outcome_by_organization on outcome (measure, organization_id, status, due_on, subject_id, short);

-- Each infant with the mother, as of the last publication of the bucket.
create table dyad (
    infant_id       integer primary key references person,
    bucket          integer not null,
    mother_id       integer references person,
    organization_id integer,
    born_on         text,
    delivered_on    text,
    edd_on          text,
    birth_order     integer,
    strata          text not null
);
create index dyad_in_bucket on dyad (bucket);
create index dyad_of_mother on dyad (mother_id);
create index dyad_of_organization on dyad (organization_id);

-- Counts by organisation, month and stratum: always the sum of `outcome`. 0 is no organisation, '' the whole.
create table cell (
    measure         text not null,
    organization_id integer not null,
    month           text not null,
    stratifier      text not null,
    stratum         text not null,
    met             integer not null,
    not_met         integer not null,
    excluded        integer not null,
    pending         integer not null,
    unknown         integer not null,
    primary key (measure, organization_id, month, stratifier, stratum),
    constraint counts_people check (met >= 0 and not_met >= 0 and excluded >= 0 and pending >= 0 and unknown >= 0)
) without rowid;

-- Subjects that moved from one status to another.
create table change (
    version         integer not null references publication,
    ordinal         integer not null,
    at              integer not null,
    measure         text not null,
    subject_id      integer not null,
    person_id       integer not null,
    organization_id integer,
    from_status     text,
    to_status       text,
    primary key (version, ordinal)
) without rowid;

-- Who signs in.
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
    constraint known_role check (role in ('coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator'))
);

-- Who is signed in. Only a hash of the token is kept.
create table session (
    token_hash blob primary key,
    account_id integer not null references account,
    csrf       text not null,
    created_at integer not null,
    seen_at    integer not null
) without rowid;
create index session_of_account on session (account_id);

-- Who has whom.
create table assignment (
    infant_id   integer primary key references person,
    worker_id   integer not null references account,
    by_id       integer not null references account,
    assigned_at integer not null
);
create index assignment_of_worker on assignment (worker_id);

-- An attempt to reach a family. An undone one stays.
create table contact (
    id        integer primary key,
    person_id integer not null references person,
    by_id     integer not null references account,
    at        integer not null,
    on_date   text not null,
    channel   text not null,
    outcome   text not null,
    note      text,
    undone_at integer,
    undone_by integer references account,
    constraint undone_by_someone check ((undone_at is null) = (undone_by is null))
);
create index contact_of_person on contact (person_id);

-- A visit recorded here: the record says what happened, this row who said so.
create table visit (
    id               integer primary key,
    person_id        integer not null references person,
    source_person_id integer not null references source_person,
    record_id        integer not null references source_record,
    on_date          text not null,
    by_id            integer not null references account,
    at               integer not null,
    undone_at        integer,
    undone_by        integer references account,
    constraint undone_by_someone check ((undone_at is null) = (undone_by is null))
);
create index visit_of_person on visit (person_id);

-- Who read and did what. Each entry's hash covers the one before.
create table audit (
    id         integer primary key,
    at         integer not null,
    account_id integer,
    who        text not null,
    action     text not null,
    subject    text,
    detail     text not null,
    hash       blob not null
);

-- Settings of the whole network.
create table setting (
    key   text primary key,
    value text not null
) without rowid;
