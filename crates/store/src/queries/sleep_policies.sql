-- Policies of a hospital, the newest first.
select p.id, p.from_on, p.to_on, p.document, p.words, p.at, a.name
from sleep_policy p join account a on a.id = p.by_id
where p.organization_id = $1
order by p.from_on desc, p.id desc
