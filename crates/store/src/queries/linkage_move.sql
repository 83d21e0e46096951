with v as (values {int, int})
update source_person set person_id = v.column2 from v where source_person.id = v.column1
