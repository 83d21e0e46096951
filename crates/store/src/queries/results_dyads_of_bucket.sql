select d.infant_id, d.mother_id, d.organization_id, d.born_on, d.delivered_on, d.edd_on, d.birth_order, d.strata, d.bucket
from dyad d
where d.bucket = $1
