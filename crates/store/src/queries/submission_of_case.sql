select s.id, s.case_id, s.record_id, s.source_id, s.organization_id, s.form, s.form_version, s.channel, s.by_id, s.by_name,
    s.authored_at, s.at, s.expected_on, s.born_on, s.factors, s.joined, s.contact_by, s.receipt, coalesce((select o.name from organization o where o.id = s.organization_id), x.name)
from submission s cross join source x
where s.case_id = $1 and x.id = s.source_id
order by s.at desc, s.id desc
