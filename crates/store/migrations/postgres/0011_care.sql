-- Tasks that are seen outside their case; who does what for a dyad; the plan that they share; reviews of a case.

insert into counter (name, value) values
    ('care_member', 0), ('care_goal', 0), ('care_step', 0), ('case_review', 0);

create index task_open_due on task (due_at, id) where done_at is null;
create index task_open_of_owner on task (owner_id, due_at, id) where done_at is null;

-- Somebody who does something for her, as somebody wrote it down. What follows from referrals, cases and caseloads is in
-- their own tables. Ended rows stay.
create table care_member (
    id         bigint primary key,
    case_id    bigint not null references care_case,
    duty       text not null,
    name       text not null,
    works_for  text not null,
    account_id bigint references account,
    at         bigint not null,
    by_id      bigint not null references account,
    ended_at   bigint,
    ended_by   bigint references account,
    constraint ended_by_someone check ((ended_at is null) = (ended_by is null)),
    constraint is_somebody check (name <> '')
);
create index care_member_of_case on care_member (case_id);

-- What she wants, in her words and in the language in which she said it.
create table care_goal (
    id       bigint primary key,
    case_id  bigint not null references care_case,
    words    text not null,
    language text not null,
    state    text not null,
    at       bigint not null,
    by_id    bigint not null references account,
    constraint known_state check (state in ('open', 'reached', 'left')),
    constraint she_said_something check (words <> '')
);
create index care_goal_of_case on care_goal (case_id);

-- A step towards a goal: whose it is, and by when.
create table care_step (
    id         bigint primary key,
    goal_id    bigint not null references care_goal,
    words      text not null,
    owner      text not null,
    due_on     text collate "C",
    state      text not null,
    at         bigint not null,
    by_id      bigint not null references account,
    changed_at bigint,
    changed_by bigint references account,
    constraint known_state check (state in ('open', 'done', 'dropped')),
    constraint changed_by_someone check ((changed_at is null) = (changed_by is null))
);
create index care_step_of_goal on care_step (goal_id);

-- A case that is put on the agenda of a review, until it was spoken of.
create table case_review (
    id       bigint primary key,
    case_id  bigint not null references care_case,
    reason   text not null,
    at       bigint not null,
    by_id    bigint not null references account,
    held_at  bigint,
    held_by  bigint references account,
    notes    text,
    constraint held_by_someone check ((held_at is null) = (held_by is null) and (held_at is null) = (notes is null))
);
create unique index case_review_once on case_review (case_id) where held_at is null;
create index case_review_of_case on case_review (case_id);
create index case_review_waiting on case_review (at, id) where held_at is null;
