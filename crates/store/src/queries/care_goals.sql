-- What she of a case wants, what is open first.
select g.id, g.words, g.language, g.state, g.at, a.name
from care_goal g join account a on a.id = g.by_id
where g.case_id = $1
order by g.state <> 'open', g.id
