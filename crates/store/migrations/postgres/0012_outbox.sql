-- What is to be told is read by somebody and, where they are reached outside, sent once.

insert into counter (name, value) values ('outbox', 0);

-- `reader` says who reads it here: `account:7`, `service:3` and `referrer:3` with the organisation, `intake`; nobody where
-- it is for her. What was sent outside says how: `email`, `text`; `page` where it was told here alone, `refused` where
-- the gateway would not take it.
create table outbox_wider (
    key           text collate "C" primary key,
    kind          text not null,
    address_class text not null,
    template      text not null,
    referral_id   bigint references referral,
    case_id       bigint references care_case,
    service_id    bigint references service,
    reader        text collate "C" not null default '',
    made_at       bigint not null,
    taken_at      bigint,
    tries         bigint not null default 0,
    next_at       bigint not null default 0,
    sent_at       bigint,
    sent_by       text,
    constraint known_class check (address_class in ('service', 'sender', 'intake', 'referrer', 'herself')),
    constraint tells_of_one_thing check (
        case when referral_id is null then 0 else 1 end + case when case_id is null then 0 else 1 end
        + case when service_id is null then 0 else 1 end = 1
    )
);
insert into outbox_wider (key, kind, address_class, template, referral_id, reader, made_at, sent_at)
select o.key, o.kind, o.address_class, o.template, o.referral_id,
    case o.address_class
        when 'service' then 'service:' || s.organization_id
        when 'sender' then 'account:' || r.by_id
        else 'intake' end,
    o.made_at, o.sent_at
from outbox o join referral r on r.id = o.referral_id join service s on s.id = r.service_id;
drop table outbox;
alter table outbox_wider rename to outbox;
create index outbox_waiting on outbox (next_at, made_at, key) where sent_at is null;
create index outbox_of_reader on outbox (reader, made_at, key);
create index outbox_of_referral on outbox (referral_id) where referral_id is not null;

-- Up to where an account has read what is new.
create table news_read (
    account_id bigint primary key references account,
    made_at    bigint not null,
    key        text collate "C" not null
);

-- Where messages reach somebody: `service:3`, `organization:3`, `intake`.
create table contact_point (
    whose    text collate "C" primary key,
    email    text,
    phone    text,
    language text not null
);

-- A referral that ended without her being served, and for which the next service is to be asked without anybody's doing.
create table re_offer (
    referral_id bigint primary key references referral,
    made_at     bigint not null,
    done_at     bigint
);
create index re_offer_to_do on re_offer (made_at, referral_id) where done_at is null;

-- Open referrals of everybody in the order of their page: what is to be answered first comes first.
create index referral_in_turn on referral (
    (case when state in ('sent', 'received') then 0 else 1 end), (coalesce(due_at, 9223372036854775807)), id
) where ended_at is null;

-- Places that are held for somebody whom the service has not answered: counted for every service that is matched.
create index referral_held on referral (service_id) where holds and ended_at is null and state in ('sent', 'received');
