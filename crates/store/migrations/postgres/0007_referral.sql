-- Services, the referrals made to them, the links by which they answer, and what is to be told.

insert into counter (name, value) values ('service', 0), ('referral', 0);

-- A service that takes referrals, as its programme's file says. One that left the file is closed and stays.
create table service (
    id              bigint primary key,
    name_key        text collate "C" not null unique,
    organization_id bigint not null references organization,
    en              text not null,
    es              text not null,
    kind            text not null,
    only_one        boolean not null,
    place           bigint not null,
    prefer_if       text not null,
    languages       text not null,
    postal_code     text,
    rules           text not null,
    open            boolean not null
);
create index service_of_organization on service (organization_id);

-- Free places: what the service said last, less those that were given since, plus those that came back. A service that
-- never said has no row.
create table service_capacity (
    service_id   bigint primary key references service,
    free         bigint not null,
    confirmed_at bigint not null,
    confirmed_by text not null,
    constraint a_place_is_given_once check (free >= 0)
);

-- The asking of one service to serve one person. Ended rows stay. `holds` says that a place of the service is hers.
create table referral (
    id             bigint primary key,
    service_id     bigint not null references service,
    case_id        bigint not null references care_case,
    person_id      bigint not null references person,
    by_id          bigint not null references account,
    why            text not null,
    do_not_contact boolean not null,
    state          text not null,
    version        bigint not null default 1,
    holds          boolean not null,
    sent_at        bigint not null,
    since_at       bigint not null,
    due_at         bigint,
    waiting_from   bigint,
    ended_at       bigint,
    sender_reached bigint,
    sender_served  bigint,
    own_reached    bigint,
    own_served     bigint,
    own_at         bigint,
    constraint known_state check (state in (
        'sent', 'received', 'accepted', 'returned', 'attempted', 'reached', 'waitlisted', 'enrolled', 'in_service',
        'completed', 'left', 'declined', 'unable_to_reach', 'withdrawn', 'lapsed'
    )),
    constraint ended_in_the_end check (
        (ended_at is not null)
        = (state in ('returned', 'completed', 'left', 'declined', 'unable_to_reach', 'withdrawn', 'lapsed'))
    ),
    constraint waits_in_line check ((state = 'waitlisted') = (waiting_from is not null)),
    constraint who_ended_or_waits_holds_nothing check (not holds or (ended_at is null and waiting_from is null)),
    constraint yes_or_no check (
        sender_reached in (0, 1) and sender_served in (0, 1) and own_reached in (0, 1) and own_served in (0, 1)
    )
);
create unique index referral_asked_once on referral (case_id, service_id) where ended_at is null;
create index referral_of_case on referral (case_id);
create index referral_of_person on referral (person_id);
create index referral_of_service on referral (service_id, sent_at);
create index referral_open on referral (service_id) where ended_at is null;
create index referral_to_answer on referral (due_at, id) where state in ('sent', 'received');
create index referral_waiting on referral (service_id, waiting_from, id) where state = 'waitlisted';

-- What happened to a referral. Nothing is taken away, and of two who say something at once one is told so.
create table referral_step (
    referral_id bigint not null references referral,
    seq         bigint not null,
    at          bigint not null,
    side        text not null,
    by_id       bigint references account,
    by_name     text not null,
    step        text,
    reason      text,
    state       text not null,
    note        text,
    constraint referral_step_key primary key (referral_id, seq),
    constraint known_side check (side in ('sender', 'receiver', 'client', 'clock'))
);

-- A link that opens one thing without an account, for a while, until it was acted by. The token itself is kept nowhere.
create table link (
    hash        bytea primary key,
    purpose     text not null,
    referral_id bigint references referral,
    service_id  bigint references service,
    by_id       bigint references account,
    made_at     bigint not null,
    expires_at  bigint not null,
    used_at     bigint,
    revoked_at  bigint,
    constraint known_purpose check (purpose in ('answer', 'places', 'own_word')),
    constraint opens_one_thing check (
        (purpose = 'places') = (service_id is not null) and (purpose = 'places') = (referral_id is null)
    )
);
create index link_of_referral on link (referral_id) where referral_id is not null;
create index link_of_service on link (service_id) where service_id is not null;

-- What somebody is to be told, written together with what it tells. It names nobody; the key says it once.
create table outbox (
    key           text collate "C" primary key,
    kind          text not null,
    address_class text not null,
    template      text not null,
    referral_id   bigint not null references referral,
    made_at       bigint not null,
    sent_at       bigint,
    constraint known_class check (address_class in ('service', 'sender', 'intake'))
);
create index outbox_waiting on outbox (made_at, key) where sent_at is null;
create index outbox_of_referral on outbox (referral_id);
