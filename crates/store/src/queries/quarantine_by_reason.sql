select reason, count(*) from quarantine where resolved_at is null group by reason order by count(*) desc, reason
