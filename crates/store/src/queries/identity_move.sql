with v as (values {int, int})
update person set bucket = v.column2 from v where person.id = v.column1
