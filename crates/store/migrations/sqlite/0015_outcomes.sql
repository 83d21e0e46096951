-- What came of what a positive screening asked for; the day of a first visit; who asked how a number may be used.

-- Nothing where it was done before anybody was asked, or where it is no follow-up of a screening.
alter table task add column outcome text
    constraint known_outcome check (
        outcome in ('referred', 'treated', 'in_care', 'emergency', 'no_need', 'declined', 'not_reached')
    )
    constraint only_what_is_done_has_an_outcome check (outcome is null or done_at is not null);

-- When she is first seen, or was; with the step that said so, and the newest of them with the referral.
alter table referral add column visit_on text;
alter table referral_step add column visit_on text;

-- Empty where it was said before this was kept.
alter table phone_wish add column asked_by text not null default '';
-- What was kept before, and the try at which this was said: whoever takes that try back takes this back too.
alter table phone_wish add column before_wish text;
alter table phone_wish add column before_said_at integer;
alter table phone_wish add column before_asked_by text;
alter table phone_wish add column contact_id integer references contact;
create index phone_wish_of_contact on phone_wish (contact_id) where contact_id is not null;
