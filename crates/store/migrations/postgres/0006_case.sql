-- The front door: forms that came in, the cases made of them, what is to be done.

insert into counter (name, value) values ('submission', 0), ('care_case', 0), ('case_event', 0), ('task', 0);

-- Everybody's role may be that of the front door.
alter table account drop constraint known_role;
alter table account add constraint known_role check (role in (
    'coordinator', 'clinic_lead', 'outreach_worker', 'analyst', 'administrator', 'data_steward', 'intake',
    'service_lead', 'referrer'
));

-- One woman, or baby, whom somebody is worried about. The tier is the one that holds: what the rules say, or what somebody
-- set by hand. Closed rows stay. Whoever changes one says which version was read.
create table care_case (
    id              bigint primary key,
    person_id       bigint not null references person,
    expected_on     text,
    born_on         text,
    opened_at       bigint not null,
    tier            text collate "C" not null,
    assessed        text not null,
    score           bigint not null,
    completeness    double precision not null,
    reasons         text not null,
    override_tier   text,
    override_over   text,
    override_reason text,
    override_by     bigint references account,
    override_at     bigint,
    due_at          bigint not null,
    worker_id       bigint references account,
    state           text not null,
    before          text,
    close_reason    text,
    closed_at       bigint,
    version         bigint not null default 1,
    constraint known_tier check (
        tier in ('first', 'second', 'third') and assessed in ('first', 'second', 'third')
        and override_tier in ('first', 'second', 'third') and override_over in ('first', 'second', 'third')
    ),
    constraint known_state check (
        state in ('new', 'contacting', 'reached', 'referred', 'waiting', 'served', 'closed')
    ),
    constraint known_reason check (close_reason in (
        'served', 'no_need', 'declined', 'unable_to_reach', 'moved', 'duplicate', 'loss'
    )),
    constraint closed_with_a_reason check (
        (state = 'closed') = (closed_at is not null) and (state = 'closed') = (close_reason is not null)
    ),
    constraint overridden_by_somebody_for_a_reason check (
        (override_tier is null) = (override_reason is null) and (override_tier is null) = (override_by is null)
        and (override_tier is null) = (override_at is null) and (override_tier is null) = (override_over is null)
        and coalesce(override_reason, '-') <> ''
    ),
    constraint a_share check (completeness between 0 and 1)
);
create index care_case_of_person on care_case (person_id);
-- The inbox, most urgent due first: of all, of one tier, of one worker or nobody (0), of both.
create index care_case_due on care_case (due_at, id) where closed_at is null;
create index care_case_due_by_tier on care_case (tier, due_at, id) where closed_at is null;
create index care_case_due_by_worker on care_case ((coalesce(worker_id, 0)), due_at, id) where closed_at is null;
create index care_case_due_by_worker_and_tier on care_case ((coalesce(worker_id, -1)), (lower(tier)), due_at, id)
    where closed_at is null;
create index care_case_oldest on care_case ((coalesce(worker_id, 0)), opened_at) where closed_at is null;
create index care_case_closed on care_case (closed_at, id) where closed_at is not null;

-- How many open cases each worker has; 0 is nobody. Always the count of `care_case`.
create table case_load (
    worker_id bigint primary key,
    open      bigint not null,
    constraint counts_cases check (open >= 0)
);

-- A form that was put in. The record is the answers as they came; the factors are what they say for the rules.
create table submission (
    id              bigint primary key,
    case_id         bigint not null references care_case,
    person_id       bigint not null references person,
    record_id       bigint not null references source_record,
    source_id       bigint not null references source,
    organization_id bigint references organization,
    form            text not null,
    form_version    text not null,
    channel         text not null,
    by_id           bigint references account,
    by_name         text not null,
    authored_at     bigint not null,
    at              bigint not null,
    expected_on     text,
    born_on         text,
    factors         text not null,
    joined          boolean not null,
    contact_by      bigint not null,
    receipt         text collate "C" not null unique,
    once_key        text collate "C" not null,
    constraint put_in_once unique (source_id, once_key),
    constraint a_receipt_cannot_be_guessed check (length(receipt) >= 12)
);
create index submission_of_case on submission (case_id);
create index submission_of_organization on submission (organization_id, at, id);

-- What happened to a case. Nothing is taken away.
create table case_event (
    id      bigint primary key,
    case_id bigint not null references care_case,
    at      bigint not null,
    by_id   bigint references account,
    what    text not null,
    detail  text not null
);
create index case_event_of_case on case_event (case_id, id);

-- Something that somebody has to do. The origin says which answer asked for it, so that one answer asks once.
create table task (
    id         bigint primary key,
    case_id    bigint not null references care_case,
    person_id  bigint not null references person,
    kind       text not null,
    en         text not null,
    es         text not null,
    role       text collate "C" not null,
    owner_id   bigint references account,
    made_at    bigint not null,
    due_at     bigint not null,
    close_by   bigint,
    done_at    bigint,
    done_by    bigint references account,
    origin     text collate "C" not null unique,
    constraint done_by_someone check ((done_at is null) = (done_by is null))
);
create index task_of_case on task (case_id);
create index task_due on task (role, due_at, id) where done_at is null;
