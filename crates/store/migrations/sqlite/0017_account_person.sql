-- Accounts of families: of somebody who speaks for a baby.

insert into counter (name, value) values ('account_person', 0);

-- Somebody's role may be that of a family. The rows that refer to accounts wait until they are back.
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
    'coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator', 'data_steward', 'intake',
    'service_lead', 'referrer', 'privacy_officer', 'client'
    ))
);
insert into account
    (id, login, login_key, name, role, organization_id, language, password_hash, disabled, made_at)
select id, login, login_key, name, role, organization_id, language, password_hash, disabled, made_at
from account_before;
drop table account_before;

-- For whom an account speaks, by what, and until when. One that was ended stays.
create table account_person (
    id         integer primary key,
    account_id integer not null references account,
    person_id  integer not null references person,
    evidence   text not null,
    given_on   text not null,
    last_day   text not null,
    court_on   text,
    by_id      integer not null references account,
    at         integer not null,
    chosen_at  integer,
    ended_at   integer,
    ended_by   integer references account,
    constraint says_by_what     check (evidence <> ''),
    constraint ends_after_given check (last_day >= given_on),
    constraint ended_by_someone check ((ended_at is null) = (ended_by is null))
);
create index account_person_of_account on account_person (account_id);
create index account_person_of_person on account_person (person_id);
