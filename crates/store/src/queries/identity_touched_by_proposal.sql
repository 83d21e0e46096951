-- Infants of whom one of these people is proposed as the mother.
with v as (values {int})
select d.infant_id from v cross join dyad_proposal d where d.mother_id = v.column1
