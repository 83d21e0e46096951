-- The steps towards what she of a case wants.
select s.goal_id, s.id, s.words, s.owner, s.due_on, s.state, s.changed_at,
    coalesce((select a.name from account a where a.id = s.changed_by), '')
from care_goal g cross join care_step s
where g.case_id = $1 and s.goal_id = g.id
order by s.id
