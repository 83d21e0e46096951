-- What the service says became of her, or a word of hers. To take her, to try and to reach her are no outcomes.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where (
        s.what in (
            'returned', 'waitlisted', 'enrolled', 'in_service', 'completed', 'left', 'declined', 'unable_to_reach'
        )
        or (s.what = 'word' and s.detail = 'client')
    )
    and s.on_date between d.sent_on and d.due_on
