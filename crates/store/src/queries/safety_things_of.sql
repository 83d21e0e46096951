-- Everything of a person that the audit log speaks of by another name: her ids, cases, referrals, records, what she was
-- given, and the scans from which forms about her were typed in.
with everyone as (
    select m.id from person asked cross join person m
    where asked.id = $1 and m.id = coalesce(asked.merged_into, asked.id)
    union
    select m.id from person asked cross join person m
    where asked.id = $1 and m.merged_into = coalesce(asked.merged_into, asked.id)
)
select 'person', e.id from everyone e
union all
select 'case', c.id from everyone e cross join care_case c where c.person_id = e.id
union all
select 'referral', r.id from everyone e cross join referral r where r.person_id = e.id
union all
select 'record', f.record_id
from everyone e cross join source_person s cross join fact f
where s.person_id = e.id and f.source_person_id = s.id
union all
select 'goods_item', g.id from everyone e cross join care_case c cross join goods_item g where c.person_id = e.id and g.case_id = c.id
union all
select 'door', d.id
from everyone e cross join care_case c cross join submission s cross join door_file d
where c.person_id = e.id and s.case_id = c.id and d.submission_id = s.id
