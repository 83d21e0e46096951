-- What somebody allows, how she is safely contacted, what is concealed, and who looked.

insert into counter (name, value) values ('consent', 0), ('safe_plan', 0), ('concealment', 0), ('glass', 0);

-- Somebody's role may be that of a privacy officer.
alter table account drop constraint known_role;
alter table account add constraint known_role check (role in (
    'coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator', 'data_steward', 'intake',
    'service_lead', 'referrer', 'privacy_officer'
));

-- Somebody's word about who may know what of her. Empty lists mean all of a kind. A word stays when it is taken back.
create table consent (
    id              bigint primary key,
    person_id       bigint not null references person,
    word            text not null,
    grantee         text not null,
    service_kind    text,
    organization_id bigint references organization,
    categories      text not null,
    purposes        text not null,
    uses            text not null,
    grantor         text not null,
    grantor_name    text,
    evidence        text,
    channel         text not null,
    given_on        text not null,
    kept_by         text,
    language        text not null,
    version         text not null,
    from_at         bigint not null,
    until_at        bigint,
    by_id           bigint not null references account,
    at              bigint not null,
    revoked_at      bigint,
    revoked_by      bigint references account,
    revoked_how     text,
    constraint known_word check (word in ('permit', 'deny')),
    constraint one_grantee check (
        grantee in ('network', 'kind', 'organization') and (grantee = 'kind') = (service_kind is not null)
        and (grantee = 'organization') = (organization_id is not null)
    ),
    constraint known_grantor check (grantor in ('herself', 'parent', 'guardian', 'proxy')),
    constraint others_show_their_right check (grantor = 'herself' or (grantor_name is not null and evidence is not null)),
    constraint known_channel check (channel in ('screen', 'paper', 'spoken')),
    constraint somebody_keeps_it check (channel = 'screen' or kept_by is not null),
    constraint ends_after_it_begins check (until_at is null or until_at > from_at),
    constraint taken_back_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
create index consent_of_person on consent (person_id);

-- How somebody may be contacted safely, each telling of it. The newest that is confirmed holds.
create table safe_plan (
    id             bigint primary key,
    person_id      bigint not null references person,
    plan           text not null,
    told           text not null,
    by_id          bigint not null references account,
    at             bigint not null,
    confirmed_told text,
    confirmed_by   bigint references account,
    confirmed_at   bigint,
    constraint known_told check (told in ('in_person', 'called_back', 'otherwise')),
    constraint confirmed_surely check (confirmed_told in ('in_person', 'called_back')),
    constraint confirmed_by_somebody check ((confirmed_at is null) = (confirmed_by is null))
);
create index safe_plan_of_person on safe_plan (person_id);

-- That somebody's address or numbers are concealed, why, by which legal programme, and what stands in their place.
create table concealment (
    id         bigint primary key,
    person_id  bigint not null references person,
    address    boolean not null,
    phone      boolean not null,
    reason     text not null,
    programme  text,
    substitute text,
    by_id      bigint not null references account,
    at         bigint not null,
    ended_by   bigint references account,
    ended_at   bigint,
    constraint conceals_something check (address or phone),
    constraint ended_by_somebody check ((ended_at is null) = (ended_by is null))
);
create index concealment_of_person on concealment (person_id) where ended_at is null;

-- How somebody wants a number used, by its last digits: the newest word on each.
create table phone_wish (
    person_id  bigint not null references person,
    number_key text not null,
    wish       text not null,
    said_at    bigint not null,
    constraint phone_wish_key primary key (person_id, number_key),
    constraint known_wish check (wish in ('call', 'text', 'call_no_message', 'do_not_use'))
);

-- A record that was opened in an emergency, for a while, and what the privacy officer says of it.
create table glass (
    id          bigint primary key,
    account_id  bigint not null references account,
    person_id   bigint not null references person,
    reason      text not null,
    words       text not null,
    at          bigint not null,
    until_at    bigint not null,
    finding     text,
    note        text,
    reviewed_by bigint references account,
    reviewed_at bigint,
    constraint known_reason check (reason in ('danger', 'treatment', 'reach', 'other')),
    constraint known_finding check (finding in ('fine', 'not_fine')),
    constraint lasts check (until_at > at),
    constraint found_by_somebody check ((finding is null) = (reviewed_by is null) and (finding is null) = (reviewed_at is null))
);
create index glass_of_account on glass (account_id, person_id, until_at);
create index glass_of_person on glass (person_id);
create index glass_open on glass (at) where finding is null;

-- Who looked at one thing, and what somebody looked at lately.
create index audit_of_subject on audit (subject) where subject is not null;
create index audit_by_time on audit (at);
