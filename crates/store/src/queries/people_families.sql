-- Infants of some people and the mothers of some people, with whom they belong.
with v as (values {int})
select l.infant_id, l.mother_id from v cross join mother_link l where l.infant_id = v.column1
union
select l.infant_id, l.mother_id from v cross join mother_link l where l.mother_id = v.column1
