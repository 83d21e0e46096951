-- The spine: ledger, facts, people, results, accounts, audit.
-- Days are texts `YYYY-MM-DD`; instants are microseconds since 1970 UTC.

-- The last number given out, by kind. Whoever takes one holds its row until the end, so that numbers follow the order of
-- arrival without a hole, and the same input gives the same numbers wherever it was interrupted. `ledger` and `live`
-- are held by whoever writes to the ledger, and by whoever marks or takes dirty buckets.
create table counter (
    name  text collate "C" primary key,
    value bigint not null,
    constraint counts_up check (value >= 0)
);
insert into counter (name, value) values
    ('ledger', 0), ('source', 0), ('record', 0), ('source_person', 0), ('person', 0), ('organization', 0), ('run', 0),
    ('quarantine', 0), ('publication', 0), ('account', 0), ('contact', 0), ('visit', 0), ('audit', 0), ('live', 0);

-- Who sends records.
create table source (
    id               bigint primary key,
    name             text collate "C" not null unique,
    made_at          bigint not null,
    last_received_at bigint,
    people           bigint not null default 0,
    constraint named check (name <> '')
);

-- How many records of a type a source sent, every version counted.
create table source_type (
    source_id     bigint not null references source,
    resource_type text collate "C" not null,
    records       bigint not null,
    primary key (source_id, resource_type)
);

-- One ingest.
create table run (
    id          bigint primary key,
    source_id   bigint not null references source,
    started_at  bigint not null,
    ended_at    bigint,
    what        text not null,
    new         bigint not null default 0,
    unchanged   bigint not null default 0,
    superseding bigint not null default 0,
    older       bigint not null default 0,
    kept        bigint not null default 0,
    quarantined bigint not null default 0,
    constraint ends_after_it_starts check (ended_at >= started_at)
);
create index run_of_source on run (source_id, id);

-- A human, with what pages show of them: a projection of the current record. The keys are for search.
create table person (
    id         bigint primary key,
    bucket     bigint not null,
    source_id  bigint not null references source,
    reference  text collate "C" not null,
    given      text,
    family     text,
    given_key  text collate "C",
    family_key text collate "C",
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

-- A human as one source knows them.
create table source_person (
    id        bigint primary key,
    source_id bigint not null references source,
    reference text collate "C" not null,
    person_id bigint not null references person,
    constraint one_person_of_its_source unique (source_id, reference)
);
create index source_person_of_person on source_person (person_id);

-- What arrived, byte for byte. Every version stays; each points to the next newer one. The last columns are the
-- large ones, so that a version is recognised without reading them.
create table source_record (
    id               bigint primary key,
    source_id        bigint not null references source,
    reference        text collate "C" not null,
    source_person_id bigint references source_person,
    version_id       text,
    last_updated     bigint,
    received_at      bigint not null,
    superseded_by    bigint,
    hash             bytea not null,
    bytes            bytea not null,
    constraint superseded_by_another check (superseded_by <> id)
);
create unique index one_record_follows_another on source_record (source_id, reference, coalesce(superseded_by, 0));

-- What the current record of a resource says about a person, kept together by person.
create table fact (
    source_person_id bigint not null references source_person,
    record_id        bigint not null references source_record,
    source_id        bigint not null references source,
    body             text not null,
    primary key (source_person_id, record_id)
);

-- What the current record of a resource says about nobody known: the directory, and care of no patient.
create table loose_fact (
    record_id bigint primary key references source_record,
    source_id bigint not null references source,
    body      text not null
);

-- An organisation that gives care, known from the first mention; its own record brings the name.
create table organization (
    id          bigint primary key,
    source_id   bigint not null references source,
    reference   text collate "C" not null,
    name        text collate "C",
    identifiers text not null default '[]',
    constraint one_organization_of_its_source unique (source_id, reference)
);

-- Current `RelatedPerson` records that name a birth mother.
create table birth_mother (
    record_id        bigint primary key references source_record,
    source_id        bigint not null references source,
    reference        text collate "C" not null,
    source_person_id bigint not null references source_person
);
create index birth_mother_of_infant on birth_mother (source_person_id);
create index birth_mother_by_reference on birth_mother (source_id, reference);

-- Identifiers of current `Patient` records, and of the birth mothers above (`related`).
create table identifier (
    record_id        bigint not null references source_record,
    ordinal          bigint not null,
    source_id        bigint not null references source,
    source_person_id bigint not null references source_person,
    related          boolean not null,
    system           text collate "C" not null,
    value            text collate "C" not null,
    primary key (source_person_id, record_id, ordinal)
);
create index identifier_by_value on identifier (source_id, value, system, related);

-- Links from current `Patient` records to `RelatedPerson` records.
create table patient_link (
    record_id        bigint not null references source_record,
    source_id        bigint not null references source,
    source_person_id bigint not null references source_person,
    other            text collate "C" not null,
    primary key (source_person_id, record_id, other)
);
create index patient_link_by_other on patient_link (source_id, other);

-- Current encounters that are part of another.
create table part_of (
    record_id        bigint primary key references source_record,
    source_id        bigint not null references source,
    source_person_id bigint not null references source_person,
    whole            text collate "C" not null
);
create index part_of_infant on part_of (source_person_id);
create index part_of_whole on part_of (source_id, whole);

-- Source people for whom a mother link may have changed since links were last resolved.
create table mother_work (
    source_person_id bigint primary key references source_person
);

-- Which mother has which baby, and the record that says so.
create table mother_link (
    infant_id bigint primary key references person,
    mother_id bigint not null references person,
    technique text not null,
    record_id bigint not null references source_record,
    constraint known_technique check (technique in ('link', 'identifier', 'encounter')),
    constraint nobody_is_her_own_mother check (infant_id <> mother_id)
);
create index mother_link_of_mother on mother_link (mother_id);

-- Buckets whose measures wait to be run again.
create table dirty_bucket (
    bucket     bigint primary key,
    dirtied_at bigint not null,
    taken_at   bigint,
    constraint is_a_bucket check (bucket between 0 and 255)
);

-- What could not be understood, with what was kept of it.
create table quarantine (
    id            bigint primary key,
    source_id     bigint not null references source,
    run_id        bigint not null references run,
    file          text not null,
    place         text not null,
    reason        text not null,
    message       text not null,
    help          text not null,
    resource_type text collate "C",
    length        bigint not null,
    seen_at       bigint not null,
    resolved_at   bigint,
    hash          bytea not null,
    bytes         bytea not null,
    constraint kept_once unique (source_id, hash, reason)
);
create index quarantine_open on quarantine (source_id, reason) where resolved_at is null;

-- One publication of results.
create table publication (
    version     bigint primary key,
    at          bigint not null,
    as_of       text not null,
    data_moment bigint not null,
    whole       boolean not null,
    moved       bigint not null
);

-- Where each subject stands in each measure. A row without a last day carries 9999-12-31.
create table outcome (
    measure         text collate "C" not null,
    subject_id      bigint not null,
    bucket          bigint not null,
    person_id       bigint not null references person,
    organization_id bigint,
    status          text not null,
    counts_on       text collate "C" not null,
    on_date         text,
    due_on          text collate "C" not null,
    have            bigint not null,
    needs           bigint not null,
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
    infant_id       bigint primary key references person,
    bucket          bigint not null,
    mother_id       bigint references person,
    organization_id bigint,
    born_on         text,
    delivered_on    text,
    edd_on          text,
    birth_order     bigint,
    strata          text not null
);
create index dyad_in_bucket on dyad (bucket);
create index dyad_of_mother on dyad (mother_id);
create index dyad_of_organization on dyad (organization_id);

-- Counts by organisation, month and stratum: always the sum of `outcome`. 0 is no organisation, '' the whole.
create table cell (
    measure         text collate "C" not null,
    organization_id bigint not null,
    month           text collate "C" not null,
    stratifier      text collate "C" not null,
    stratum         text collate "C" not null,
    met             bigint not null,
    not_met         bigint not null,
    excluded        bigint not null,
    pending         bigint not null,
    unknown         bigint not null,
    primary key (measure, organization_id, month, stratifier, stratum),
    constraint counts_people check (met >= 0 and not_met >= 0 and excluded >= 0 and pending >= 0 and unknown >= 0)
);

-- Subjects that moved from one status to another.
create table change (
    version         bigint not null references publication,
    ordinal         bigint not null,
    at              bigint not null,
    measure         text collate "C" not null,
    subject_id      bigint not null,
    person_id       bigint not null,
    organization_id bigint,
    from_status     text,
    to_status       text,
    primary key (version, ordinal)
);

-- Who signs in.
create table account (
    id              bigint primary key,
    login           text not null,
    login_key       text collate "C" not null unique,
    name            text collate "C" not null,
    role            text not null,
    organization_id bigint references organization,
    language        text not null,
    password_hash   text not null,
    disabled        boolean not null default false,
    made_at         bigint not null,
    constraint known_role check (role in ('coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator'))
);

-- Who is signed in. Only a hash of the token is kept.
create table session (
    token_hash bytea primary key,
    account_id bigint not null references account,
    csrf       text not null,
    created_at bigint not null,
    seen_at    bigint not null
);
create index session_of_account on session (account_id);

-- Who has whom.
create table assignment (
    infant_id   bigint primary key references person,
    worker_id   bigint not null references account,
    by_id       bigint not null references account,
    assigned_at bigint not null
);
create index assignment_of_worker on assignment (worker_id);

-- An attempt to reach a family. An undone one stays.
create table contact (
    id        bigint primary key,
    person_id bigint not null references person,
    by_id     bigint not null references account,
    at        bigint not null,
    on_date   text not null,
    channel   text not null,
    outcome   text not null,
    note      text,
    undone_at bigint,
    undone_by bigint references account,
    constraint undone_by_someone check ((undone_at is null) = (undone_by is null))
);
create index contact_of_person on contact (person_id);

-- A visit recorded here: the record says what happened, this row who said so.
create table visit (
    id               bigint primary key,
    person_id        bigint not null references person,
    source_person_id bigint not null references source_person,
    record_id        bigint not null references source_record,
    on_date          text not null,
    by_id            bigint not null references account,
    at               bigint not null,
    undone_at        bigint,
    undone_by        bigint references account,
    constraint undone_by_someone check ((undone_at is null) = (undone_by is null))
);
create index visit_of_person on visit (person_id);

-- Who read and did what. Each entry's hash covers the one before.
create table audit (
    id         bigint primary key,
    at         bigint not null,
    account_id bigint,
    who        text not null,
    action     text not null,
    subject    text,
    detail     text not null,
    hash       bytea not null
);

-- Settings of the whole network.
create table setting (
    key   text primary key,
    value text collate "C" not null
);
