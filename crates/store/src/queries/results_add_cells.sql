insert into cell
    (measure, organization_id, month, stratifier, stratum, met, not_met, excluded, pending, unknown)
values {text, int, text, text, text, int, int, int, int, int}
on conflict (measure, organization_id, month, stratifier, stratum) do nothing
