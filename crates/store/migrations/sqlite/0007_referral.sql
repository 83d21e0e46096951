-- Services, the referrals made to them, the links by which they answer, and what is to be told.

insert into counter (name, value) values ('service', 0), ('referral', 0);

-- A service that takes referrals, as its programme's file says. One that left the file is closed and stays.
create table service (
    id              integer primary key,
    name_key        text not null unique,
    organization_id integer not null references organization,
    en              text not null,
    es              text not null,
    kind            text not null,
    only_one        boolean not null,
    place           integer not null,
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
    service_id   integer primary key references service,
    free         integer not null,
    confirmed_at integer not null,
    confirmed_by text not null,
    constraint a_place_is_given_once check (free >= 0)
);

-- The asking of one service to serve one person. Ended rows stay. `holds` says that a place of the service is hers.
create table referral (
    id             integer primary key,
    service_id     integer not null references service,
    case_id        integer not null references care_case,
    person_id      integer not null references person,
    by_id          integer not null references account,
    why            text not null,
    do_not_contact boolean not null,
    state          text not null,
    version        integer not null default 1,
    holds          boolean not null,
    sent_at        integer not null,
    since_at       integer not null,
    due_at         integer,
    waiting_from   integer,
    ended_at       integer,
    sender_reached integer,
    sender_served  integer,
    own_reached    integer,
    own_served     integer,
    own_at         integer,
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
    referral_id integer not null references referral,
    seq         integer not null,
    at          integer not null,
    side        text not null,
    by_id       integer references account,
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
    hash        blob primary key,
    purpose     text not null,
    referral_id integer references referral,
    service_id  integer references service,
    by_id       integer references account,
    made_at     integer not null,
    expires_at  integer not null,
    used_at     integer,
    revoked_at  integer,
    constraint known_purpose check (purpose in ('answer', 'places', 'own_word')),
    constraint opens_one_thing check (
        (purpose = 'places') = (service_id is not null) and (purpose = 'places') = (referral_id is null)
    )
);
create index link_of_referral on link (referral_id) where referral_id is not null;
create index link_of_service on link (service_id) where service_id is not null;

-- What somebody is to be told, written together with what it tells. It names nobody; the key says it once.
create table outbox (
    key           text primary key,
    kind          text not null,
    address_class text not null,
    template      text not null,
    referral_id   integer not null references referral,
    made_at       integer not null,
    sent_at       integer,
    constraint known_class check (address_class in ('service', 'sender', 'intake'))
);
create index outbox_waiting on outbox (made_at, key) where sent_at is null;
create index outbox_of_referral on outbox (referral_id);
