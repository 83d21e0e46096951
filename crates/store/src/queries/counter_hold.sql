-- Makes whoever holds the same row next wait until this transaction ends.
update counter set value = value where name = $1
