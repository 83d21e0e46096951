-- What she of a case said last.
select t.seq, t.asked, t.wants, t.offered, t.chosen, t.outcome, t.at, a.name
from contraception_talk t join account a on a.id = t.by_id
where t.case_id = $1
order by t.seq desc
limit 1
