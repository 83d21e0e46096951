with v as (values {text, int, text, text, text, int, int, int, int, int})
update cell set
    met = met + v.column6, not_met = not_met + v.column7, excluded = excluded + v.column8,
    pending = pending + v.column9, unknown = unknown + v.column10
from v
where cell.measure = v.column1 and cell.organization_id = v.column2 and cell.month = v.column3
  and cell.stratifier = v.column4 and cell.stratum = v.column5
