-- Of a wish not to be contacted, every other id that stood for the same person when it was said: whoever turns out to be
-- somebody else keeps it.
create table contact_about (
    contact_id bigint not null references contact,
    person_id  bigint not null references person,
    primary key (person_id, contact_id)
);
