with v as (values {int})
select d.infant_id, d.mother_id, d.organization_id, d.born_on, d.delivered_on, d.edd_on, d.birth_order, d.strata
from v cross join dyad d
where d.infant_id = v.column1
union
select d.infant_id, d.mother_id, d.organization_id, d.born_on, d.delivered_on, d.edd_on, d.birth_order, d.strata
from v cross join dyad d
where d.mother_id = v.column1
