-- Accounts of families: of somebody who speaks for a baby.

insert into counter (name, value) values ('account_person', 0);

-- Somebody's role may be that of a family.
alter table account drop constraint known_role;
alter table account add constraint known_role check (role in (
    'coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator', 'data_steward', 'intake',
    'service_lead', 'referrer', 'privacy_officer', 'client'
));

-- For whom an account speaks, by what, and until when. One that was ended stays.
create table account_person (
    id         bigint primary key,
    account_id bigint not null references account,
    person_id  bigint not null references person,
    evidence   text not null,
    given_on   text collate "C" not null,
    last_day   text collate "C" not null,
    court_on   text collate "C",
    by_id      bigint not null references account,
    at         bigint not null,
    chosen_at  bigint,
    ended_at   bigint,
    ended_by   bigint references account,
    constraint says_by_what     check (evidence <> ''),
    constraint ends_after_given check (last_day >= given_on),
    constraint ended_by_someone check ((ended_at is null) = (ended_by is null))
);
create index account_person_of_account on account_person (account_id);
create index account_person_of_person on account_person (person_id);
