-- Goods that families are given, safe-sleep teaching before discharge, and access to contraception.

insert into counter (name, value) values
    ('goods_place', 0), ('goods_stock', 0), ('goods_item', 0), ('goods_movement', 0), ('goods_recall', 0),
    ('sleep_policy', 0), ('sleep_teaching', 0);

-- Where an organisation keeps goods.
create table goods_place (
    id              integer primary key,
    organization_id integer not null references organization,
    name            text not null,
    made_at         integer not null,
    constraint named_once unique (organization_id, name)
);

-- What came in one delivery. `on_hand` and `reserved` are always the sums of its movements.
create table goods_stock (
    id          integer primary key,
    place_id    integer not null references goods_place,
    kind        text not null,
    lot         text not null,
    expires_on  text,
    fund        text not null,
    unit_cents  integer,
    received_at integer not null,
    on_hand     integer not null,
    reserved    integer not null,
    recalled_at integer,
    constraint never_below_nothing check (reserved >= 0 and on_hand >= reserved),
    constraint costs_something_or_is_not_known check (unit_cents >= 0)
);
create index goods_stock_of_place on goods_stock (place_id, kind);
create index goods_stock_of_lot on goods_stock (kind, lot);

-- One thing that is kept for somebody, or was given to her. Rows stay. The key says that one form gives one thing.
create table goods_item (
    id          integer primary key,
    stock_id    integer not null references goods_stock,
    case_id     integer not null references care_case,
    person_id   integer not null references person,
    state       text not null,
    once_key    text not null unique,
    made_at     integer not null,
    made_by     integer not null references account,
    handed_at   integer,
    handed_by   integer references account,
    signed_name text,
    signature   text,
    paper_with  text,
    follow_up_at integer,
    asked_at    integer,
    asked_by    integer references account,
    answers     text not null default '[]',
    note        text,
    ended_at    integer,
    constraint known_state check (state in ('reserved', 'handed_out', 'returned', 'released')),
    constraint handed_by_someone check ((handed_at is null) = (handed_by is null)),
    constraint signed_for_what_was_handed_out check (
        (handed_at is null) = (signed_name is null)
        and (handed_at is null or (signature is null) <> (paper_with is null))
    ),
    constraint held_or_handed check ((state in ('handed_out', 'returned')) = (handed_at is not null)),
    constraint ended_in_the_end check ((state in ('returned', 'released')) = (ended_at is not null)),
    constraint asked_by_someone check ((asked_at is null) = (asked_by is null))
);
create index goods_item_of_stock on goods_item (stock_id, handed_at);
create index goods_item_of_case on goods_item (case_id);
create index goods_item_of_person on goods_item (person_id);
create index goods_item_to_ask on goods_item (follow_up_at, id) where state = 'handed_out' and asked_at is null;

-- Every change of what is there. Nothing is taken away.
create table goods_movement (
    id          integer primary key,
    stock_id    integer not null references goods_stock,
    item_id     integer references goods_item,
    at          integer not null,
    by_id       integer not null references account,
    what        text not null,
    on_hand_by  integer not null,
    reserved_by integer not null,
    note        text not null,
    constraint known_movement check (what in (
        'received', 'reserved', 'released', 'handed_out', 'handed_over', 'returned', 'returned_unfit', 'written_off'
    ))
);
create index goods_movement_of_stock on goods_movement (stock_id, id);
create index goods_movement_given on goods_movement (at, id) where what in ('handed_out', 'handed_over');

-- A lot that its maker, or somebody else, called back.
create table goods_recall (
    id     integer primary key,
    kind   text not null,
    lot    text not null,
    reason text not null,
    at     integer not null,
    by_id  integer not null references account,
    constraint called_back_once unique (kind, lot),
    constraint of_a_lot check (lot <> '')
);

-- A hospital's policy on safe sleep. It ends on the day before which the next begins, or on its own.
create table sleep_policy (
    id              integer primary key,
    organization_id integer not null references organization,
    from_on         text not null,
    to_on           text,
    document        text not null,
    words           text not null,
    at              integer not null,
    by_id           integer not null references account,
    constraint ends_after_it_begins check (to_on is null or to_on > from_on)
);
create index sleep_policy_of_organization on sleep_policy (organization_id, from_on);

-- That a mother was taught about safe sleep before she left the hospital. One that was taken back stays.
create table sleep_teaching (
    id              integer primary key,
    organization_id integer not null references organization,
    person_id       integer not null references person,
    on_date         text not null,
    language        text not null,
    taught          boolean not null,
    demonstrated    boolean not null,
    material        boolean not null,
    at              integer not null,
    by_id           integer not null references account,
    undone_at       integer,
    constraint says_something check (taught or demonstrated or material)
);
create index sleep_teaching_of_organization on sleep_teaching (organization_id, on_date);
create index sleep_teaching_of_person on sleep_teaching (person_id);
create index care_event_of_day on care_event (kind, on_date);

-- Methods of contraception that a site says it has.
create table site_method (
    organization_id integer not null references organization,
    method          text not null,
    access          text not null,
    at              integer not null,
    by_id           integer not null references account,
    constraint site_method_key primary key (organization_id, method),
    constraint known_access check (access in ('same_day', 'later', 'referred'))
);

-- What a mother was asked and chose about contraception, as far as she said. The newest row counts. It is sensitive.
create table contraception_talk (
    case_id   integer not null references care_case,
    seq       integer not null,
    person_id integer not null references person,
    asked     boolean not null,
    wants     text,
    offered   text not null,
    chosen    text,
    outcome   text,
    at        integer not null,
    by_id     integer not null references account,
    constraint contraception_talk_key primary key (case_id, seq),
    constraint known_wish check (wants in ('yes', 'no', 'unsure', 'declined')),
    constraint known_outcome check (outcome in ('received', 'waiting', 'declined'))
);
create index contraception_talk_of_person on contraception_talk (person_id);
