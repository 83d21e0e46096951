#!/usr/bin/env python3
"""Links a file of people with Splink on DuckDB, as a careful user of it would: PEOPLE.csv CLUSTERS.csv [threads].

Values are cleaned in SQL first (case, accents, punctuation, date formats, values that stand for none), the
parameters are learned by EM, names weigh by their frequency, temporary names of newborns are no names, and mothers are
not compared with infants.
"""

import sys

import duckdb
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

DATE = """
coalesce(
  try_strptime({0}, '%Y-%m-%d'), try_strptime({0}, '%Y%m%d'), try_strptime({0}, '%m/%d/%Y'),
  case when try_strptime({0}, '%d-%b-%y') > timestamp '2026-12-31' then try_strptime({0}, '%d-%b-%y') - interval 100 year
       else try_strptime({0}, '%d-%b-%y') end)::date
"""
NAME = "nullif(regexp_replace(lower(strip_accents({0})), '[^a-z]+', ' ', 'g').trim(), '')"
DIGITS = "regexp_replace({0}, '[^0-9]', '', 'g')"
NEWBORN = "'^(baby|newborn|infant|twin|girl|boy|male|female|nb|bg|bb)( |[a-d]?$|boy|girl)'"
CLEAN = f"""
create table people as
with text as (
  select *, {NAME.format("first_name")} as given, {NAME.format("last_name")} as family,
    {DATE.format("birth_date")} as born, {DIGITS.format("ssn")} as ssn_digits, right({DIGITS.format("phone")}, 10) as phone_digits
  from read_csv('{{path}}', all_varchar = true, header = true)
)
select
  record_id as unique_id,
  case when regexp_matches(given, {NEWBORN}) then null else given end as first_name,
  family as last_name,
  case when born between date '1930-01-01' and date '2026-12-31' then strftime(born, '%Y-%m-%d') end as birth_date,
  case when length(ssn_digits) = 9 and ssn_digits not in ('000000000', '123456789')
        and ssn_digits != repeat(ssn_digits[1], 9) then ssn_digits end as ssn,
  nullif(medicaid_id, '') as medicaid_id,
  case when length(phone_digits) = 10 and phone_digits != '1234567890'
        and phone_digits != repeat(phone_digits[1], 10) then phone_digits end as phone,
  nullif(lower(email), '') as email,
  {NAME.format("regexp_replace(address, '(Apt|APT|Unit|UNIT|#).*', '')")} as street,
  regexp_extract(address, '^[0-9]+') || ' ' || left(zip, 5) as house,
  nullif(left(zip, 5), '') as zip,
  nullif(upper(sex), '') as sex,
  nullif(birth_order, '') as birth_order,
  nullif(source || ' ' || mrn, source || ' ') as source_mrn,
  case when lower(role) in ('infant', 'newborn', 'child') then 'infant'
       when role is not null then 'mother'
       when born >= date '2016-01-01' or mother_first_name is not null or regexp_matches(given, {NEWBORN}) then 'infant'
       else 'mother' end as role
from text
"""


def main() -> int:
    people, clusters = sys.argv[1], sys.argv[2]
    threads = sys.argv[3] if len(sys.argv) > 3 else "2"
    database = duckdb.connect(config={"threads": threads})
    database.execute(CLEAN.format(path=people))
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("ssn", 1),
            cl.ExactMatch("medicaid_id"),
            cl.ExactMatch("source_mrn"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("email"),
            cl.JaroWinklerAtThresholds("street", [0.92]),
            cl.ExactMatch("sex"),
            cl.ExactMatch("birth_order"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("ssn", "role"),
            block_on("medicaid_id", "role"),
            block_on("source_mrn", "role"),
            block_on("first_name", "birth_date"),
            block_on("last_name", "birth_date"),
            block_on("phone", "birth_date"),
            block_on("phone", "first_name", "role"),
            block_on("house", "birth_date"),
            block_on("house", "first_name", "role"),
            block_on("email", "birth_date"),
        ],
        retain_matching_columns=False,
    )
    api = DuckDBAPI(connection=database)
    linker = Linker(api.register("people"), settings, log_level="WARNING")
    rules = [block_on("ssn"), block_on("first_name", "birth_date")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("first_name", "last_name"), block_on("birth_date")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=2e6)
    predictions = linker.inference.predict(threshold_match_probability=0.5)
    linked = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, 0.95)
    table = linked.physical_name
    database.execute(
        f"copy (select unique_id as record_id, cluster_id from {table}) to '{clusters}' (header, delimiter ',')"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
