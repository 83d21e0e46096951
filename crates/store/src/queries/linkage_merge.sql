with v as (values {int, int})
update person set merged_into = v.column2 from v where person.id = v.column1
