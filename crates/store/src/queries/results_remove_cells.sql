-- Cells in which nobody is left.
delete from cell
where (measure, organization_id, month, stratifier, stratum) in (values {text, int, text, text, text})
  and met = 0 and not_met = 0 and excluded = 0 and pending = 0 and unknown = 0
