-- Off unless the programme looks at single births alone.
select i.subject_id, 'multiple' as reason, i.evidence_id
from infant i
where $singletons_only and i.plurality > 1
