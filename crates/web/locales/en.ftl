# Kith in English. Plain, short, kind. Never blame a family.

## The frame
skip = Skip to the page
nav-label = Main
nav-today = Today
nav-scorecard = Scorecard
nav-worklist = Babies
nav-data = Data
nav-help = Help
sign-in = Sign in
sign-out = Sign out
undo = Undo
close = Close
print = Print
refresh = Refresh
and = and
foot-words = Kith keeps families, clinics and helpers on one page
role-coordinator = Network coordinator
role-clinic-lead = Clinic lead
role-outreach-worker = Outreach worker
role-analyst = Analyst
role-administrator = Administrator
role-coordinator-sees = Every clinic: rates, names, lists, and records that could not be read.
role-clinic-lead-sees = The names and lists of their own clinic; rates of every clinic; where data comes from.
role-outreach-worker-sees = The families on their own caseload; rates, with small counts withheld.
role-analyst-sees = Rates, with small counts withheld; where data comes from. Nobody’s name.
role-administrator-sees = How the system runs: sources, runs, what could not be read and why. Nobody’s record, and no rates.

## The door
door-title = Welcome to Kith
login = Login
password = Password
door-help = If you cannot sign in, ask whoever runs Kith where you work.
door-wrong = The login or the password is not right. Check both and try again.

## What was just done
done-contact = Logged.
done-visit = Visit recorded. The numbers follow in a few seconds.
done-undone = Taken back.
done-assigned = { $n ->
    [0] Nobody was chosen, so nothing changed.
    [one] 1 family given over.
   *[other] { $n } families given over.
}
done-replayed = Read again: it is in now.
done-waits = Read again: it still cannot be used. The reason stands below.
done-replayed-all = { $n ->
    [one] 1 record is in now;
   *[other] { $n } records are in now;
} { $waits ->
    [0] none waits.
    [one] 1 still waits.
   *[other] { $waits } still wait.
}

## Keys
keys-title = Keyboard
keys-on = Use single-letter keys
key-next = Next family
key-back = The one before
key-open = Open
key-contact = Log a call or another try
key-visit = Record a visit
key-undo = Undo what was just done
key-help = Show these keys

## Numbers and days
withheld = too few to show
withheld-short = too few
nobody-yet = nobody counted yet
under = under { $share }
interval-to = { $low } to { $high }
points = { $n ->
    [one] 1 point
   *[other] { $n } points
}
ago-seconds = { $n ->
    [one] 1 second ago
   *[other] { $n } seconds ago
}
ago-minutes = { $n ->
    [one] 1 minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] 1 hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
}
days-left-today = last day today
days-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}
days-over = { $n ->
    [one] closed yesterday
   *[other] closed { $n } days ago
}
age-days = { $n ->
    [0] born today
    [one] 1 day old
   *[other] { $n } days old
}
gestation = { $weeks ->
    [one] 1 week
   *[other] { $weeks } weeks
} { $days ->
    [0] at birth
    [one] and 1 day at birth
   *[other] and { $days } days at birth
}
n-infants = { $n ->
    [one] 1 infant
   *[other] { $n } infants
}
n-deliveries = { $n ->
    [one] 1 delivery
   *[other] { $n } deliveries
}
n-patients = { $n ->
    [one] 1 patient
   *[other] { $n } patients
}
n-of = { $n } of { $of }
n-of-withheld = Count too small to show
of-count = of { $count }
bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}

## Groups
stratifier-race-ethnicity = Race and ethnicity
stratifier-language = Language
stratifier-payer = Who pays
stratifier-age-band = Mother’s age at birth
stratifier-geography = Area
group-black-or-african-american = Black or African American
    .infants = Black or African American infants
    .deliveries = Black or African American mothers
group-white = White
    .infants = White infants
    .deliveries = White mothers
group-hispanic-or-latino = Hispanic or Latino
    .infants = Hispanic or Latino infants
    .deliveries = Hispanic or Latino mothers
group-asian = Asian
    .infants = Asian infants
    .deliveries = Asian mothers
group-american-indian-or-alaska-native = American Indian or Alaska Native
    .infants = American Indian or Alaska Native infants
    .deliveries = American Indian or Alaska Native mothers
group-native-hawaiian-or-other-pacific-islander = Native Hawaiian or Other Pacific Islander
    .infants = Native Hawaiian or Other Pacific Islander infants
    .deliveries = Native Hawaiian or Other Pacific Islander mothers
group-middle-eastern-or-north-african = Middle Eastern or North African
    .infants = Middle Eastern or North African infants
    .deliveries = Middle Eastern or North African mothers
group-multiracial = Multiracial
    .infants = Multiracial infants
    .deliveries = Multiracial mothers
group-other-race = Another race
    .infants = Infants of another race
    .deliveries = Mothers of another race
group-asked-not-answered = Asked, not answered
    .infants = Infants whose family did not answer
    .deliveries = Mothers who did not answer
group-unknown = Not known
    .infants = Infants whose group is not known
    .deliveries = Mothers whose group is not known
group-medicaid = Medicaid
    .infants = Infants with Medicaid
    .deliveries = Mothers with Medicaid
group-private = Private insurance
    .infants = Infants with private insurance
    .deliveries = Mothers with private insurance
group-self-pay = Self-pay
    .infants = Infants whose family pays by itself
    .deliveries = Mothers who pay by themselves
group-other-public = Other public
group-other = Other
group-under-20 = Under 20
group-20-34 = 20 to 34
group-35-and-over = 35 and over
group-en = English
group-es = Spanish
group-other-infants = Infants in the group “{ $group }”
group-other-deliveries = Mothers in the group “{ $group }”
language-en = English
language-es = Spanish
language-fr = French
language-pt = Portuguese
language-ht = Haitian Creole
language-zh = Chinese
language-vi = Vietnamese
language-ar = Arabic
language-so = Somali
language-ne = Nepali
language-hi = Hindi
language-ur = Urdu
language-bn = Bengali
language-pa = Punjabi
language-gu = Gujarati
language-ta = Tamil
language-te = Telugu
language-ru = Russian
language-uk = Ukrainian
language-pl = Polish
language-de = German
language-it = Italian
language-ja = Japanese
language-ko = Korean
language-tl = Tagalog
language-fil = Filipino
language-th = Thai
language-km = Khmer
language-lo = Lao
language-hmn = Hmong
language-my = Burmese
language-fa = Persian
language-ps = Pashto
language-am = Amharic
language-ti = Tigrinya
language-sw = Swahili
language-yo = Yoruba
language-ase = American Sign Language
mother = Mother
baby = Baby
baby-number = Baby { $n }
lane-contacts = Tries

## How fresh
fresh-updated = Updated { $ago }
fresh-never = Not counted yet
fresh-as-of = as of { $day }
fresh-complete = { $share } known
fresh-waiting = { $n ->
    [one] 1 change is being counted
   *[other] { $n } changes are being counted
}
beside = Beside the rate:
beside-pending = { $n ->
    [one] 1 still has time
   *[other] { $n } still have time
}
beside-excluded = { $n } taken out for a stated reason
beside-unknown = { $n ->
    [one] 1 cannot be known
   *[other] { $n } cannot be known
}
beside-pending-withheld = a few still have time
beside-excluded-withheld = a few taken out for a stated reason
beside-unknown-withheld = a few cannot be known
suppressed-note = Counts that could point to one family are withheld, and so is whatever would give them away.
suppressed-family = Where two measures ask the same in two ways, or one is a part of the other, what would tell how few people lie between them is withheld too.

## The gap, in sentences
gap-rates = { $focus }: { $focusrate }. { $reference }: { $referencerate }.
gap-is = The gap is { $gap }.
gap-is-was = The gap is { $gap }; it was { $before } in { $period }.
gap-none = There is no gap to speak of { $interval }.
gap-turned = { $focus } are now { $gap } ahead.
gap-neither = Neither more nor less of this is better, so no gap is told.
gap-not-shown = The gap cannot be shown: one of the two groups is too small, or not there yet.
gap-label = The gap
gap-of-label = Gap: { $title }
report-title = How { $place } stands: the whole account
report-print = Print it, or save it as a PDF
report-contents = What is in it
report-open = The whole account, for printing
gap-narrowed = Since then it has narrowed by { $by } { $interval }.
gap-widened = Since then it has widened by { $by } { $interval }.
gap-unclear = Whether it has changed is not clear yet: the change is { $by } points { $interval }, and that includes none.
gap-reference-worse = It is smaller by { $by } { $interval }, but part of that is that { $reference } do worse than before.
gap-finding = { $first ->
    [one] From { $first } point
   *[other] From { $first } points
} in { $from } to { $last } in { $to }
gap-finding-one = { $last ->
    [one] The gap was 1 point in { $to }
   *[other] The gap was { $last } points in { $to }
}
gap-finding-none = Too few to draw the gap
gap-where = { $title } · { $place } · rates with 95 % intervals
gap-summary = In { $period }, { $focus } stood at { $focusrate } and { $reference } at { $referencerate }: a gap of { $gap }.
gap-summary-none = No period has enough in both groups to show a gap.
gap-goal = Goal
gap-goal-by = Goal by { $date }
more-half-by = { $n ->
    [one] { $count } more among { $focus } getting there by { $by } would halve the gap.
   *[other] { $count } more { $focus } getting there by { $by } would halve the gap.
}
more-half = { $n ->
    [one] { $count } more among { $focus } getting there would halve the gap.
   *[other] { $count } more { $focus } getting there would halve the gap.
}
more-share-by = { $n ->
    [one] { $count } more among { $focus } getting there by { $by } would bring the gap to { $share } of what it was.
   *[other] { $count } more { $focus } getting there by { $by } would bring the gap to { $share } of what it was.
}
more-share = { $n ->
    [one] { $count } more among { $focus } getting there would bring the gap to { $share } of what it was.
   *[other] { $count } more { $focus } getting there would bring the gap to { $share } of what it was.
}
more-reached = The goal for { $focus } is reached. Now it is about keeping it.
more-label = Still to reach
see-list = See the list
rate-of-all = { $title }: { $rate }.

## Charts
chart-show-data = Show the data
chart-csv = Data as CSV
chart-csv-all = All data of this measure as CSV
chart-svg = Drawing as SVG
chart-png = Picture as PNG
chart-axis-zero = The axis starts at zero.
chart-axis-from = The axis starts at { $from }, not at zero.
chart-bars-zero = Bars start at zero.
line-upper = Upper { $at }
line-lower = Lower { $at }
line-centre = Centre { $at }
line-target = Aim { $at }
line-all = All { $at }
control-where = { $title } · { $place } · by month, with 95 % intervals and control limits
control-summary = { $n } months, { $from } to { $to }: { $first } at first, { $last } at last, around a centre of { $centre }.
control-empty = No month has enough to show.
signal-none = Steady: the months vary as chance would have it
signal-too-short = Too early to say: there are too few months
signal-run-above = Something changed: { $n } months in a row above the centre since { $since }
signal-run-above-better = Something changed for the better: { $n } months in a row above the centre since { $since }
signal-run-below = Something changed: { $n } months in a row below the centre since { $since }
signal-run-below-better = Something changed for the better: { $n } months in a row below the centre since { $since }
signal-run-label-above = { $n } in a row above
signal-run-label-below = { $n } in a row below
signal-crossings = Something changed: the line crosses the centre less often than chance would have it
signal-beyond = { $n ->
    [one] 1 month lies beyond the limits
   *[other] { $n } months lie beyond the limits
}
signal-beyond-one = beyond a limit
rules-title = How this chart is read
rules-limits = Dashed lines are the limits (p-chart, three standard errors for that month’s number of infants or births). A month beyond them is ringed.
rules-run = The longest run on one side of the centre is { $longest }; chance rarely gives more than { $limit }.
rules-crossings = The line crosses the centre { $crossings ->
    [one] once
   *[other] { $crossings } times
}; chance rarely gives fewer than { $least }.
rules-what = A signal says that something changed, not what. Look for what was done around then.
rows-summary = { $n } groups, from { $lowrate } ({ $low }) to { $highrate } ({ $high }).
rows-summary-few = { $n ->
    [one] 1 group; too few can be shown to compare.
   *[other] { $n } groups; too few can be shown to compare.
}
strata-finding = { $stratifier }: from { $low } ({ $lowname }) to { $high } ({ $highname })
strata-finding-few = { $stratifier }
strata-where = { $title } · { $place } · { $period } · dots with 95 % intervals
clinics-finding = { $n ->
    [0] No clinic is clearly apart from the whole
    [one] 1 of { $of } clinics is clearly apart from the whole
   *[other] { $n } of { $of } clinics are clearly apart from the whole
}
clinics-finding-none = Clinics side by side
clinics-where = { $title } · { $period } · by name, not by rank · dots with 95 % intervals
deadlines-title = { $n ->
    [one] 1 window is open
   *[other] { $n } windows are open
}, { $nobody ->
    [0] and somebody has each of them
    [one] 1 with nobody who calls
   *[other] { $nobody } with nobody who calls
}
deadlines-withheld = Open windows by week
deadlines-none = No window is open
deadlines-summary = The next to close are in the seven days from { $week }: { $open }, of whom nobody calls { $nobody }.
deadlines-where = { $title } · { $place } · by the week in which the window closes
deadlines-nobody = { $count } with nobody who calls
deadlines-nobody-short = { $count } with nobody
timeline-title = From pregnancy to today
timeline-where = Born { $birth } · bands are windows, filled marks count
timeline-where-due = Born { $birth }, due { $due } · bands are windows, filled marks count
timeline-summary = { $n ->
    [one] 1 thing is recorded,
   *[other] { $n } things are recorded,
} { $counted ->
    [one] 1 counts for a measure.
   *[other] { $counted } count for a measure.
} Born { $birth }. Each is in the list below.
timeline-today = Today
timeline-birth = Birth
timeline-week = Week { $n }
timeline-day = Day { $n }

## Table heads
th-month = Month
th-rate = Rate (95 % interval)
th-met = Done
th-of = Of
th-excluded = Taken out
th-pending = Still have time
th-unknown = Not known
th-limits = Limits
th-signal = Signal
th-period = Period
th-gap = Gap
th-group = Group
th-week = Seven days from
th-open = Open
th-nobody = With nobody who calls
th-day = Day
th-whose = Whose
th-what = What
th-where = Where
th-counts = Counts for
th-source = Source
th-type = Type
th-records = Records
th-field = What we ask for
th-known = Known
th-share = Share
th-started = Started
th-new = New
th-newer = Newer version
th-unchanged = Already here
th-quarantined = Could not be read

## Today
hello-morning = Good morning.
hello-afternoon = Good afternoon.
hello-evening = Good evening.
this-week-label = Babies who need a visit this week
today-outreach = { $n ->
    [0] No baby on your list needs a visit this week.
    [one] 1 baby needs a visit this week.
   *[other] { $n } babies need a visit this week.
}
today-outreach-empty = Nobody on your list has an open window right now.
today-outreach-empty-more = When your coordinator gives you a family, they show here with the days that are left, the most urgent first.
today-outreach-all = { $n ->
    [one] See the one baby on your list
   *[other] See all { $n } babies on your list
}
today-lead = { $n ->
    [0] No baby needs a visit this week.
    [one] 1 baby needs a visit this week{ $nobody ->
        [0] , and somebody is calling.
       *[other] , and nobody is calling yet.
    }
   *[other] { $n } babies need a visit this week{ $nobody ->
        [0] , and somebody is calling each of them.
        [one] ; nobody is calling 1 of them.
       *[other] ; nobody is calling { $nobody } of them.
    }
}
today-nobody = Nobody is calling them yet
today-nobody-all = See everybody whom nobody calls
today-scorecard = Open the scorecard
today-moved = What moved lately
today-moved-none = Nothing has moved since the last count.
today-analyst = { $n ->
    [0] All { $of } measures are steady.
    [one] 1 of { $of } measures shows a signal.
   *[other] { $n } of { $of } measures show a signal.
}
today-ops-clear = { $n ->
    [0] No source has sent anything yet.
    [one] The one source is in, and nothing waits.
   *[other] All { $n } sources are in, and nothing waits.
}
today-ops-waiting = { $n ->
    [one] 1 record could not be read and waits.
   *[other] { $n } records could not be read and wait.
}
today-ops-records = { $n ->
    [one] { $count } record is kept as it came.
   *[other] { $count } records are kept as they came.
}
today-data = Open the data page
moved-from-to = { $place } · { $title }: one went from “{ $from }” to “{ $to }”
moved-to = { $place } · { $title }: one is new, “{ $to }”
moved-gone = no longer counted
no-clinic = No clinic

## Scorecard and measures
scorecard-empty = There are no numbers yet.
scorecard-empty-more = They appear when the first records have been read and counted. The data page shows how far that is.
scorecard-period = { $title } · { $period }
indicators-title = Population indicators
indicators-more = Events for so many births. Each is of the latest twelve months that are over for everybody, so a year of life lies a year back; of persons, of a calendar year.
indicators-rate = { $rate } in { $per }
indicators-interval = (95 % interval { $low } to { $high })
indicators-events = { $events } of { $of }
indicators-events-persons = { $events } among { $of } persons
indicators-events-only = Counted: { $events }
indicators-open = No rate yet: in the last three years there are no twelve months that are over for everybody
indicators-no-population = No rate yet: no population.csv has these persons for a calendar year of the last three that the records fill
indicators-unstable = so few events that it moves a lot by chance: look at several years
scorecard-measures = Every measure
card-gap = Gap { $gap } { $interval }
card-gap-none = Gap: too few to show
card-open = Still open: { $open }, { $soon } of them due within 14 days
card-open-only = Still open: { $open }
open-label = Still open in { $title }
counted-label = Counted: { $title }
measure-sentence = { $rate } of { $of }, { $period }.
measure-sentence-few = { $period }: { $rate }.
back-scorecard = Scorecard
back-worklist = Babies
all-clinics = Show all clinics
definition = What this measure counts
definition-reasons = When somebody is taken out, or cannot be known
definition-source = Source
definition-version = Definition
definition-aim = Aim
definitions-title = Other definitions
definitions-more = The same measure can be counted by other rules. Each line is one rule, over the same days, and beside it where it disagrees with the rule of this page about the same people.
definitions-base = base
definitions-is-base = The rule that the others differ from.
definitions-name = { $title } ({ $edition })
definitions-own = The rule of this page
definitions-finding = The rate is from { $low } to { $high }, depending on the rule
definitions-finding-few = Rates by rule
definitions-th-definition = Definition
definitions-th-differs = What differs
definitions-th-counted = Counted
definitions-th-met = Of them, yes
definitions-th-rate = Rate (95 % interval)
definitions-th-both = Counted by both rules
definitions-th-only-here = Yes only by the rule of this page
definitions-th-only-there = Yes only by this rule
definitions-others = Not counted here
definitions-switch-on = Kith knows these rules too. To count one, whoever keeps the programme adds its name to the list of measures in programme.toml.
aim-by = { $rate } by { $by }
aim-sentence = The aim is { $rate } by { $by }.
outlook = If the trend of the { $closed } closed months goes on, it will be { $there } in { $month } ({ $low } to { $high }).
outlook-reaches = That reaches the aim.
outlook-misses = That does not reach the aim.
outlook-open = Whether that reaches the aim is open.
outlook-flat = No clear trend is in these months.
outlook-note = A trend is no forecast: it knows nothing of what you will change. Months with somebody still open are left out.
no-outlook-few = Where the trend leads is not said yet: { $closed ->
    [0] no month is
    [one] 1 month is
   *[other] { $closed } months are
} closed, with nobody still open, and 12 are needed.
no-outlook-far = That is further ahead than the months go back, so where the trend leads is not said.
no-outlook-past = That day is over.
no-outlook-alike = Every month was the same, so there is no trend to follow.
changed-title = What was changed, and when
changed-none = Nothing is written down yet. A line here stands on the chart too, so that a change in the numbers meets a change in the work.
changed-new = Write down a change
changed-on = Since when
changed-words = What was changed
changed-hint = In a few words: “nurses call within two days of birth”. Name no family: everybody who sees this measure reads it.
changed-save = Put it on the chart
changed-by = written by { $by }
changed-undo = Take back

embed-title = On a page of yours
embed-about = A chart of the whole network can stand on any web page, and follows the numbers by itself. Everybody can see it there: small counts are withheld, sites are not shown, and nothing that was written down here stands beside it.
embed-new = Let a chart out
embed-which = Which chart
embed-hint = The page that shows it needs the lines that you get next. The chart follows the numbers as they change, once a day: who looks on two days may see that one person came in. Taken back, it shows nothing from then on.
embed-save = Let it out
embed-code = Lines for the web page
embed-by = let out by { $by }
embed-undo = Take back
embed-months = by month
embed-gap = the gap over time
embed-what = What this counts
embed-as-of = as of { $day }
problem-choose-a-chart = Choose a chart.
embed-gone = This chart is no longer shown here.
done-annotated = Written down. It stands on the chart with its month.
done-published = The chart is out. The lines for the web page stand below, under “On a page of yours”.
th-changed = Changed

## Babies
worklist-title = { $n ->
    [0] No baby needs a visit
    [one] 1 baby needs a visit
   *[other] { $n } babies need a visit
}
worklist-total-label = Babies on this list
filters-label = Which babies
filter-when = Closes within
filter-any = any time
filter-days = { $n } days
filter-due = closes within { $n } days
filter-who = Who calls
filter-anyone = anyone
filter-nobody-chip = nobody yet
filter-mine-chip = me
filter-nobody = nobody calls them yet
filter-mine = with me
filter-clinic = Clinic
filter-all-clinics = All clinics
filter-one-clinic = one clinic
filter-group = Group
filter-all-groups = All groups
filter-done = Those who have their visits too
filter-with-done = with those who have their visits
filter-show = Show
worklist-empty-filter = No baby matches all of this.
worklist-empty-all = Show every baby with an open window
worklist-empty = Every baby here has the visits they need, or has no open window.
worklist-empty-more = A baby comes onto this list at birth and leaves it with the third visit or after day 120.
pages-label = Pages
page-first = Back to the start
page-next = Next page
choose-row = Choose { $name }
choose-all = All on this page
assign-label = Give the chosen families to
assign-nobody = nobody
assign-save = Give over
visits-of = { $have } of { $needs ->
    [one] 1 visit
   *[other] { $needs } visits
}
last-visit = last { $day }
row-done = has every visit
due-by = by { $day }
due-by-full = By { $day }: { $left }.
mother-is = Mother: { $name }
mother-unknown = Mother not known from the records
speaks = Speaks { $language }
with-worker = { $name } calls
with-nobody = Nobody calls yet
last-contact = { $n ->
    [one] { $line }
   *[other] { $line } (try { $n })
}
no-contact-yet = Not called yet
call = Call
text = Text
visited = Visited
log-contact = Log a call
no-phone = No phone number in the records
visit-day = Day of the visit
visit-save = Record the visit
field-channel = How
field-on = Day
field-outcome = What came of it
field-note = Note
field-note-hint = For whoever calls next: a good time, a word to remember. Only what helps.
contact-save = Log it
channel-call = Call
channel-text = Text
channel-home-visit = Visit at home
channel-letter = Letter
channel-in-person = In person
outcome-reached = spoke with the family
outcome-visit-booked = a visit is booked
outcome-left-message = left a message
outcome-no-answer = nobody answered
outcome-wrong-number = the number does not reach them
outcome-asked-not-to-contact = they asked not to be contacted about this
outcome-moved-away = they moved out of the area
contact-line = { $channel }, { $day }: { $outcome }
do-not-contact = The family asked not to be contacted about this. Please do not call or text.
baby-died = This baby has died. Nobody should call about visits.
baby-died-page = This baby has died. Kith asks nobody to call, text or visit about appointments. What is written here stays, for those who care for the family.
mother-died = The mother has died. Speak with your lead about who cares for the baby before anyone calls.

## Dyad
born-on = Born { $day }
birth-order = number { $n }
dyad-measures = What is due, and why
dyad-tries = Tries and visits
dyad-records = { $n ->
    [0] No records
    [one] 1 record
   *[other] All { $n } records
}
dyad-records-more = Oldest first. Each line opens the record it came from.
dyad-counted = How they are counted
dyad-counted-more = As the family or their clinic reported it.
status-met = Done
status-not-met = Window closed without
status-excluded = Taken out
status-pending = Still has time
status-unknown = Cannot be known
status-met-means = In the rate, and everything the measure asks for happened in time.
status-not-met-means = In the rate; the window closed before everything was there. It says nothing about why.
status-excluded-means = Not in the rate, for a reason that the measure states, such as a stay in hospital.
status-pending-means = The window is open. Not in the rate yet, whatever has happened already.
status-unknown-means = The records do not say enough, for example only a year of birth. Counted beside the rate, never guessed.
evidence = Because of
evidence-item = { $what }, { $day }
evidence-record = Record { $id }
visit-line = Visit on { $day }
recorded-by = { $name }, { $ago }
taken-back = taken back
counts-for = Counts for: { $titles }
written-here = Written in Kith
record-line = From { $source }, received { $at }
record-more = Exactly as it was sent. Opening it is noted in the audit log.
record-partial = What reaching a family needs; the rest of the record is left out. Opening it is noted in the audit log.

## Data
data-title-empty = No source has sent anything yet
data-title-clear = Everything that was sent could be read
data-title-waiting = { $n ->
    [one] 1 record could not be read
   *[other] { $n } records could not be read
}
data-waiting-label = Records that could not be read
data-empty = Nothing has been sent yet. Read a folder of FHIR records with this command:
data-sources = Who sends
data-complete = How complete it is
data-complete-more = What a measure needs to know, and for how many it is known.
data-runs = What was read, newest first
source-line = { $records ->
    [one] 1 record
   *[other] { $records } records
} about { $people ->
    [one] 1 person
   *[other] { $people } people
}
source-last = Last record { $ago }
source-nothing = Nothing yet
source-waiting = { $n ->
    [one] 1 could not be read
   *[other] { $n } could not be read
}
source-types = By type
known-of = { $known } of { $all }
quarantine-title = What could not be read
quarantine-empty = Nothing waits. When a record cannot be read it is kept here with the reason, and the rest goes on.
quarantine-more = Kept exactly as sent. After a fix, read it again: nothing is lost or counted twice.
quarantine-do = What to do:
quarantine-seen = seen { $at }
quarantine-resolved = Read since, and in
quarantine-row = A row of a file: mend it there, and put the file in again.
quarantine-cut = Too large to keep whole: send it again after the fix.
quarantine-bytes = Download as sent
replay = Read again
replay-all = { $n ->
    [one] Read it again
   *[other] Read all { $n } again
}
run-open = running, or cut off
field-name-birth-date = Birth date
field-name-race-ethnicity = Race and ethnicity
field-name-language = Language
field-name-mother = Mother of the baby
field-name-organization = Clinic
field-name-phone = Phone number
field-name-payer = Who pays
field-name-address = Address
field-name-postal-code = Postal code
field-name-edd = Due date

## Help
help-title = How Kith works
help-lead = Kith reads what clinics and hospitals already record, counts it, and shows who still needs what, so that somebody can help in time.
help-statuses = What each status means
help-numbers = Reading the numbers
help-interval = The numbers in brackets after a rate are its 95 % interval. With few infants it is wide: then wait before you conclude.
help-gap = The gap is the rate of one group minus the rate of the other, in percentage points. It counts as changed only when the interval of the change leaves out zero.
help-withheld = “Too few to show” protects families: a very small count could point to one of them.
help-signal = A signal on a monthly chart means that something changed beyond chance. Everything else is noise: do not chase it.
help-live = Numbers on an open page follow by themselves within seconds. What changed is marked for a moment.
help-acting = When you act
help-visited = “Visited” records a visit that the baby had, on the day it happened. It counts at once, until the clinic’s own record arrives.
help-contact = “Log a call” says how you tried and what came of it, so that the next person knows.
help-undo = Everything you record can be taken back, right away or on the family’s page.
help-moved = “They moved out of the area” takes the baby out of the measure. Choose it only when you know.
help-keys = On the lists you can work with the keyboard alone. The letters can be turned off.
help-who = Who sees what
help-audit = Every time a family’s page or record is opened, that is noted in the audit log.

## When something is not right
not-found-title = This page is not here
not-found-words = The address may be old or mistyped, or what it showed is not for you to see.
denied-title = This is not open to you
denied-words = If you need it for your work, ask your network coordinator. Nothing is broken.
denied-this-family-is-not-with-your-clinic = This family is not with your clinic.
denied-this-family-is-not-on-your-caseload = This family is not on your caseload.
denied-quarantined-records-may-be-about-other-clinics = Records that could not be read may be about other clinics.
denied-quarantined-records-may-tell-of-care = Records that could not be read may tell of anybody’s care.
denied-outreach-workers-see-their-caseload = Outreach workers see their own caseload.
denied-analysts-see-counts-not-people = Analysts see counts, not people.
denied-administrators-run-the-system-and-see-no-clinical-rows = Administrators run the system and see no clinical rows.
invalid-title = Something on the form needs another look
forged-title = This form has expired
forged-words = Nothing was changed. Go back, load the page again, and send it once more.
slow-title = Too many tries
slow-words = Wait a minute, then try again. Nothing is locked.
busy-title = A moment, please
busy-words = Many things are being written right now, and nothing was changed. Try again in a few seconds.
internal-title = Something went wrong here
internal-words = It is our mistake, not yours, and nothing was changed. If it happens again, tell whoever runs Kith this number:
internal-id = Number
go-today = Go to Today

worklist-title-all = { $n ->
    [0] No babies to show
    [one] 1 baby
   *[other] { $n } babies
}
filter-more = More filters
record-superseded = A newer version of this record has come since. Numbers follow the newer one.
denied-counts-within-one-clinic-are-too-small-to-show-clinics-stand-side-by-side = Counts within one clinic are too small to show. On the measure’s own page, clinics stand side by side.
problem-a-visit-cannot-lie-in-the-future = This day is still to come. Choose the day of the visit.
problem-this-day-is-before-the-birth = This day is before the birth. Choose another.
problem-this-day-is-after-the-death-that-is-on-record = This day is after the death that is on record.
problem-a-visit-on-this-day-is-already-recorded = A visit on this day is already recorded.
problem-a-contact-cannot-lie-in-the-future = This day is still to come. Choose the day of the try.
problem-choose-at-least-one-family = Choose at least one family first.
problem-choose-an-outreach-worker-from-the-list = Choose somebody from the list.
problem-choose-one = Choose one.
problem-choose-english-or-spanish = Choose English or Spanish.
problem-write-a-day-that-has-happened-such-as-today = Write a day that has happened, such as today.

## Who is whom: the queue
nav-review = Review
nav-waiting = waiting
role-data-steward = Data steward
role-data-steward-sees = Names, birth dates, identifiers, contacts and where each came from; files and records that could not be read. Nobody’s care, and no rates.
denied-data-stewards-keep-records-in-order-and-see-no-clinical-rows = Data stewards keep records in order and see nobody’s care.
denied-records-of-every-clinic-are-kept-in-order-by-a-data-steward = The records of every clinic are kept in order by a data steward.
key-decide = Same, different, not sure
key-undo-last = Undo what was just done, on the review pages too
done-act-same = One person now.
done-act-different = Two people. They stay apart.
done-act-mother = Mother and baby now.
done-act-notmother = Not her baby. They stay apart.
done-act-unsure = Left open. It can be answered later.
done-act-never = Left open. Nobody is asked again.
done-act-choice = This value is used from now on.
done-act-merge = One person now.
done-act-split = Taken out. It is a person of its own now.
done-file = The file is in. The numbers follow in a few seconds.
done-file-back = The file is taken back.
take-back = Take it back
lasting-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
lasting-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
lasting-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
review-title = { $n ->
    [one] 1 question waits, for { $age }
   *[other] { $n } questions wait; the oldest for { $age }
}
review-title-many = { $n } questions or more wait; the oldest for { $age }
review-title-none = Nothing waits
review-lead = These records may belong together, and the records alone do not say. You can take back every answer.
review-kinds = What is asked
review-kind-all = All { $n }
review-kind-person = One person? { $n }
review-kind-dyad = Her baby? { $n }
review-kind-fact = Which is right? { $n }
review-question-person = Are { $left } and { $right } one person?
review-question-twice = Are these two records of { $name } one person?
review-question-dyad = Is { $infant } the baby of { $mother }?
review-question-fact = Which { $attribute } of { $name } is right?
review-waits = waits { $age }
review-looked = { $name } looked at it { $ago } and left it open
review-empty-kind = No question of this kind waits.
review-empty-all = { $n ->
    [one] Show the 1 that waits
   *[other] Show all { $n } that wait
}
review-empty = Every record has its person.
review-empty-more = When two records look alike but not surely enough, when a baby may belong to two mothers, or when sources contradict each other, the question comes here. Nothing is guessed.
review-empty-files = Put in a file
review-json = The reasoning as JSON
no-name = A record without a name
born-unknown = birth date not known
review-why-undecided = the evidence for and against is about even
review-why-which-twin = one of several children of one birth, and nothing tells which
review-why-two-candidates = it fits more than one person
review-why-groups-disagree = these two agree, but their other records do not
review-why-impossible = they agree, but cannot be one person
review-why-conflict = the sources contradict each other
likely-person-almost-certain = almost certainly one person
likely-person-very-likely = very likely one person
likely-person-probable = probably one person
likely-person-possible = possibly one person
likely-person-unlikely = probably two people
likely-dyad-almost-certain = almost certainly her baby
likely-dyad-very-likely = very likely her baby
likely-dyad-probable = probably her baby
likely-dyad-possible = possibly her baby
likely-dyad-unlikely = probably not her baby
claim-person = one person
claim-dyad = mother and baby

## Who is whom: a pair
pair-title-person = Are these one person?
pair-title-dyad = Is { $infant } the baby of { $mother }?
pair-title-fact = Which { $attribute } is right for { $name }?
pair-likely = By the records: { $likely }.
pair-joined = They are one person at present.
pair-apart = They are two people at present.
pair-dyad-joined = They are mother and baby at present.
pair-dyad-apart = They are not joined at present.
pair-waits = Waits for { $age }.
pair-side = Side by side
pair-identity = Who this is
said-female = female
said-male = male
said-other = other
said-unknown = not known
said-yes = yes
said-no = no
says-nothing = not said
alike-same = same
alike-similar = similar
alike-differs = differs
side-name = Name
side-other-names = Other names
side-born = Born
side-sex = Sex
side-birth-order = Birth order
side-identifiers = Identifiers
side-phone = Phone
side-email = E-mail
side-address = Address
side-mother-born = Mother’s birth date
side-mother = Mother named
side-source = Sender
side-reference = Their record
side-last-updated = Last changed
side-first-seen = First seen
side-delivery = Gave birth
verdict-person-same = Decided: one person.
verdict-person-different = Decided: two people.
verdict-person-unsure = Looked at, and left open.
verdict-dyad-same = Decided: her baby.
verdict-dyad-different = Decided: not her baby.
verdict-dyad-unsure = Looked at, and left open.
decide-person = Your answer
decide-dyad = Your answer
decide-same = Same person
decide-different = Different people
decide-mother = This is her baby
decide-not-mother = Not her baby
decide-unsure = Not sure
decide-next = Next, without an answer
decide-never = Never ask about these two again
decide-never-fact = Never ask about this again
decide-note = Note
decide-note-hint = For whoever looks at this next: what you asked, and whom. Nothing about care.
decide-fact = Which one is right?
decide-fact-why = In use now: { $why }. The others stay in the records, with who sent them.
decide-values = What the sources say
decide-use = Use this one
value-in-use = in use
value-from = { $source }, received { $at }
used-why-only-one = nobody says otherwise
used-why-agreed = most sources say so
used-why-more-precise = it is the most exact
used-why-in-use = the others are in records that their senders withdrew
used-why-newest = it came last
used-why-chosen-by-a-person = somebody chose it
attribute-name = name
attribute-born = birth date
attribute-sex = sex
attribute-death = date of death
attribute-birth-order = birth order
attribute-phone = phone number
attribute-address = address
attribute-language = language

## The weights
waterfall-both = { $plus } speaks most for { $what }. { $minus } speaks against it.
waterfall-for = { $plus } speaks most for { $what }; nothing speaks against
waterfall-against = { $minus } speaks against { $what }; nothing speaks for it
waterfall-nothing = The records say nothing about whether this is { $what }
waterfall-where = How many times likelier each finding makes it (×) or less likely (÷) · right for, left against
waterfall-summary = { $n ->
    [one] 1 comparison moves it.
   *[other] { $n } comparisons move it.
} All together: { $total }, { $likely }.
waterfall-prior = Before comparing
waterfall-total = All together
odds-even = even
odds-thousand = 1,000
odds-million = 1 million
odds-billion = 1 billion
odds-for = { $n } : 1 for
odds-against = { $n } : 1 against
th-comparison = Compared
th-finding = Finding
th-left = One
th-right = The other
th-factor = Factor
th-bits = Bits
th-sum = Sum in bits
th-infant = Baby
th-mother = Mother
th-alike = Alike?

## Who a person is made of
identity-title = Records of { $name }
identity-back = Their page
identity-lead = { $n ->
    [one] Made of 1 record.
   *[other] Made of { $n } records of { $sources ->
        [one] 1 source.
       *[other] { $sources } sources.
    }
}
identity-members = The records
identity-first = here first
identity-mentioned = mentioned as { $reference }, no record yet
identity-split = This record is someone else
identity-used = What is used
identity-used-more = Where sources differ, all they sent is kept. One value is used everywhere; here is which, and why.
identity-conflict = The sources contradict each other.
identity-choice-back = Take the choice back
identity-other-values = Use another one
identity-dyads = Mother and baby
identity-dyads-none = No mother and no baby is known from the records.
identity-dyad = { $infant } is the baby of { $mother }
technique-confirmed = somebody confirmed it
technique-link = the sender links the two records
technique-identifier = the mother’s identifier is on the baby’s record
technique-encounter = both are part of one delivery
technique-inferred = concluded from the records
identity-merge = Merge with somebody
identity-merge-more = When you know that another person here is the same one. Everything about both comes together, and comes apart again when you take it back.
identity-search = Name
identity-find = Find
identity-found-none = Nobody here has a name like “{ $search }”.
identity-merge-with = Merge with this one
identity-events = What happened
identity-events-none = Nothing yet: the record stands as it came.
event-link = Records were joined
event-unlink = Records came apart
event-same = Decided: one person
event-different = Decided: two people
event-dyad-same = Decided: her baby
event-dyad-different = Decided: not her baby
event-unsure = Looked at, and left open
event-never-again = Not to be asked again
event-merge = Merged
event-split = A record was taken out
event-choice = A value was chosen
event-back = Taken back: { $what }
event-by-linkage = Kith
event-who = { $name } ({ $source })
event-came = { $who } came
event-left = { $who } left
events-older = Show older ({ $n })
events-most = Only the newest { $n } are shown.
dyad-sources = { $n ->
    [one] Records from { $sources }
   *[other] Records from { $n } sources: { $sources }
}
dyad-sources-of = { $name }: { $n ->
    [one] records from { $sources }
   *[other] records from { $n } sources: { $sources }
}
dyad-identity = Which records these are
evidence-sources = Sent by { $sources }

## Files
files-nav = Files
files-sources = Sources
data-parts = Data
files-title = Files
files-title-none = Put in your first file
files-title-looked = { $n ->
    [one] 1 file waits to be put in
   *[other] { $n } files wait to be put in
}
files-lead = A spreadsheet, a birth file or an export. You see what would happen first; nothing counts before you say so, and you can take it back.
files-put = Put in a file
files-file = File
files-file-hint = CSV, Excel, FHIR, or birth and fetal-death records in the IJE layout; 20 MB at most.
files-source = Whose records are they?
files-source-hint = The clinic or programme that keeps them. Write it the same way each time.
files-look = Look at it first
files-template = A template to fill in
files-empty = No file has been put in by hand yet.
files-empty-more = Partners who keep a spreadsheet can start today: their column names are recognised, and you confirm them.
files-list = Files, newest first
file-state-preview = Looked at, not in yet
file-state-in = In
file-state-in-counts = In: { $taken ->
    [one] 1 row taken
   *[other] { $taken } rows taken
}, { $aside ->
    [0] none set aside
   *[other] { $aside } set aside
}
file-state-back = Taken back
file-state-gone = Discarded, and nothing of it taken over
file-stayed = { $n ->
    [one] 1 record stayed, because something newer or another file has it too.
   *[other] { $n } records stayed, because something newer or another file has them too.
}
file-undo = Take the file back
file-discard = Discard the file
file-absent = { $n ->
    [0] Every row that this sender had sent before is in this file.
    [one] 1 row that this sender had sent before is not in this file. What is known from it stays.
   *[other] { $n } rows that this sender had sent before are not in this file. What is known from them stays.
}
file-absent-aside = A row that is set aside counts as not in the file.
file-elsewhere = { $n ->
    [one] 1 person in this file is known from another source too; the records are joined.
   *[other] { $n } people in this file are known from another source too; their records are joined.
}
file-erased = The file itself was erased on { $at }. Kept are its name, how its columns were read, and these counts.
file-erased-whole = The file was erased on { $at }. Nothing of it was taken over.
preview-title = { $n ->
    [one] 1 row would be new or changed
   *[other] { $n } rows would be new or changed
}
preview-title-none = No row of this file would change anything
preview-lead = { $name }, from { $source }. Nothing of it counts yet.
would-new = new
would-changed = changed
would-unchanged = already here
would-aside = set aside
preview-columns = What each column is
preview-columns-more = { $days ->
    [one] Check the columns. What is left out is not taken over, and the file itself is erased as soon as it is put in or discarded, or after 1 day.
   *[other] Check the columns. What is left out is not taken over, and the file itself is erased as soon as it is put in or discarded, or after { $days } days.
}
preview-snapshot = Every file of this sender is the whole list: count who is missing from it
preview-again = Look again with these columns
preview-problems-csv = Rows set aside, with reasons (CSV)
preview-mapping-toml = These columns as a mapping (TOML)
th-column = Column
th-is = It is
th-samples = For example
th-because = Because
th-line = Line
th-wrong = What is wrong
th-do = What to do
column-no-header = Column { $n }, without a header
column-left-out = — left out —
column-unsure = please check
column-dates = { $month } only month first, { $day } only day first, { $either } either way
column-why-header = the header says so
column-why-content = its values look like it
column-why-saved = as last time
column-why-known = as last time
column-why-chosen = you chose it
column-why-ignored = never stored
column-why-none = not recognised
dates-legend = How are dates such as 3/4/2026 written here?
dates-hint = { $n ->
    [one] 1 date can be read either way. Ask the sender if you do not know.
   *[other] { $n } dates can be read either way. Ask the sender if you do not know.
}
dates-order-mdy = Month first: 3/4 is 4 March
dates-order-dmy = Day first: 3/4 is 3 April
commit-title = Put it in
commit-words = { $n ->
    [0] Nothing would be new.
    [one] 1 row will count, and its people are looked for among those who are known.
   *[other] { $n } rows will count, and their people are looked for among those who are known.
} { $aside ->
    [0] None is set aside.
    [one] 1 row is set aside, with the reason.
   *[other] { $aside } rows are set aside, each with the reason.
}
commit-do = { $n ->
    [one] Put in 1 row
   *[other] Put in { $n } rows
}
commit-missing = Before it can be put in:
file-missing-date-order = Say how dates are written.
file-missing-row-key = Say which column is the sender’s number, or which are the name and the birth date.
file-missing-name = Say which column is the name.
file-missing-mapping = Say what the columns are.
file-missing-rows = There is no row that can be taken.
file-format-csv = Text with separators
file-format-xlsx = Workbook
file-format-ije = Birth or fetal-death records (IJE)
file-format-fhir = FHIR records
file-format-hl7v2 = HL7 v2 messages
file-read-encoding = encoding
file-read-delimiter = separator
file-read-sheet = sheet
file-read-header-row = header in line
file-read-header-line = header in line
file-read-rows = rows
file-read-said-the-file-is-not-utf-8-it-was-read-as-windows-1252 = the file is not UTF-8; it was read as Windows-1252
file-read-said-line-a-quotation-mark-is-not-closed = line { $a }: a quotation mark is not closed
file-read-said-row-above-the-headers-was-left-out-as-a-title = { $a } row above the headers was left out as a title
file-read-said-rows-above-the-headers-were-left-out-as-titles = { $a } rows above the headers were left out as titles
file-read-said-row-repeats-the-headers-and-was-left-out = { $a } row repeats the headers and was left out
file-read-said-rows-repeat-the-headers-and-were-left-out = { $a } rows repeat the headers and were left out
file-read-said-the-last-row-in-line-is-a-total-or-a-remark-and-was-left-out = the last row, in line { $a }, is a total or a remark and was left out
file-read-said-rows-from-line-on-are-totals-or-remarks-and-were-left-out = { $a } rows from line { $b } on are totals or remarks and were left out
file-read-said-row-has-more-or-fewer-cells-than-headers-line = { $a } row has more or fewer cells than headers: line { $b }
file-read-said-rows-have-more-or-fewer-cells-than-headers-lines = { $a } rows have more or fewer cells than headers: lines { $b }
file-read-said-a-second-column-is-called = a second column { $a } is called { $b }
file-read-said-the-workbook-counts-its-days-from = the workbook counts its days from { $a }
file-read-said-the-workbook-has-the-sheets-was-read = the workbook has the sheets { $a }; { $b } was read
file-read-said-sheet-is-hidden-and-was-not-read = { $a } sheet is hidden and was not read: { $b }
file-read-said-sheets-are-hidden-and-were-not-read = { $a } sheets are hidden and were not read: { $b }
file-read-said-the-sheet-is-hidden-in-the-workbook-and-was-read-all-the-same = the sheet { $a } is hidden in the workbook, and was read all the same
file-read-said-hidden-column-is-read-like-the-others = { $a } hidden column is read like the others: { $b }
file-read-said-hidden-columns-are-read-like-the-others = { $a } hidden columns are read like the others: { $b }
file-read-said-hidden-row-is-read-like-the-others-line = { $a } hidden row is read like the others: line { $b }
file-read-said-hidden-rows-are-read-like-the-others-lines = { $a } hidden rows are read like the others: lines { $b }
file-read-said-cell-takes-the-value-of-the-merged-cell-that-covers-it = { $a } cell takes the value of the merged cell that covers it
file-read-said-cells-take-the-value-of-the-merged-cell-that-covers-them = { $a } cells take the value of the merged cell that covers them
file-read-said-has-dates-of-both-orders-only-day-first-only-month-first = { $a } has dates of both orders: { $b } only day first, { $c } only month first
file-read-said-has-date-that-can-be-read-either-way-it-was-read-month-first-as-the-mapping-says = { $a } has { $b } date that can be read either way; it was read month first, as the mapping says
file-read-said-has-date-that-can-be-read-either-way-it-was-read-day-first-as-the-mapping-says = { $a } has { $b } date that can be read either way; it was read day first, as the mapping says
file-read-said-has-date-that-can-be-read-either-way-its-row-was-set-aside-until-the-mapping-says-which = { $a } has { $b } date that can be read either way; its row was set aside until the mapping says which
file-read-said-has-dates-that-can-be-read-either-way-they-were-read-month-first-as-the-mapping-says = { $a } has { $b } dates that can be read either way; they were read month first, as the mapping says
file-read-said-has-dates-that-can-be-read-either-way-they-were-read-day-first-as-the-mapping-says = { $a } has { $b } dates that can be read either way; they were read day first, as the mapping says
file-read-said-has-dates-that-can-be-read-either-way-their-rows-were-set-aside-until-the-mapping-says-which = { $a } has { $b } dates that can be read either way; their rows were set aside until the mapping says which
file-read-said-dropped-before-anything-is-stored = dropped before anything is stored: { $a }
file-read-said-row-is-the-same-as-an-earlier-row-to-the-letter = { $a } row is the same as an earlier row, to the letter
file-read-said-rows-are-the-same-as-an-earlier-row-to-the-letter = { $a } rows are the same as an earlier row, to the letter
file-read-said-holds-values-that-the-mapping-does-not-know = { $a } holds values that the mapping does not know: { $b }
file-read-said-another-row-has-the-same-key-this-is-its-number = another row has the same key; this is its number { $a }
file-read-said-the-mother-would-be-years-old = the mother would be { $a } years old
file-read-said-two-babies-of-one-birth-without-a-birth-order-they-were-told-apart-by-name-and-sex = two babies of one birth without a birth order; they were told apart by name and sex
file-read-said-a-measurement-has-no-day-it-is-kept-without-one = a measurement has no day; it is kept without one
file-read-said-the-row-has-cells-and-the-header = the row has { $a } cells and the header { $b }
file-read-said-the-column-is-empty = the column { $a } is empty
file-read-said-the-column-holds-a-value-that-the-mapping-does-not-know = the column { $a } holds a value that the mapping does not know
file-read-said-the-cell-holds-an-error-of-the-spreadsheet = the cell holds an error of the spreadsheet
file-read-said-the-spreadsheet-shortened-the-number-to-an-exponent-so-digits-are-lost = the spreadsheet shortened the number to an exponent, so digits are lost
file-read-said-the-spreadsheet-keeps-only-digits-of-a-number-so-digits-are-lost = the spreadsheet keeps only { $a } digits of a number, so digits are lost
file-read-said-it-is-no-whole-number = it is no whole number
file-read-said-it-is-no-gestation-in-weeks-and-days = it is no gestation in weeks and days
file-read-said-a-week-has-no-more-than-days-behind-the-point = a week has no more than { $a } days behind the point
file-read-said-the-point-can-mean-days-or-tenths-of-a-week = the point can mean days or tenths of a week
file-read-said-it-is-outside-to-weeks = it is outside { $a } to { $b } weeks
file-read-said-it-is-no-weight = it is no weight
file-read-said-its-unit-is-not-said = its unit is not said
file-read-said-it-is-outside-to-grams = it is outside { $a } to { $b } grams
file-read-said-it-is-no-blood-pressure-such-as = it is no blood pressure such as { $a }
file-read-said-such-a-blood-pressure-cannot-be = such a blood pressure cannot be
file-read-said-it-is-neither-yes-nor-no = it is neither yes nor no
file-read-said-a-zero-seems-to-be-lost-in-front-of-the-postal-code = a zero seems to be lost in front of the postal code
file-read-said-it-is-no-postal-code = it is no postal code
file-read-said-the-year-cannot-be = the year { $a } cannot be
file-read-said-a-birth-lies-after-the-day-of-the-file = a birth lies after the day of the file, { $a }
file-read-said-the-serial-number-is-no-day = the serial number is no day
file-read-said-the-year-needs-two-or-four-digits = the year needs two or four digits
file-read-said-it-can-be-read-with-the-day-or-with-the-month-first = it can be read with the day or with the month first
file-read-said-it-is-no-date = it is no date
file-read-said-there-is-no-such-day = there is no such day
file-read-said-there-is-no-such-month = there is no such month
file-read-said-the-number-is-outside-to = the number is outside { $a } to { $b }
file-read-said-a-due-date-lies-more-than-days-after-the-file = a due date lies more than { $a } days after the file
file-read-said-the-day-lies-after-the-file = the day lies after the file
file-read-said-the-delivery-lies-days-after-the-last-period-began-fewer-than = the delivery lies { $a } days after the last period began, fewer than { $b }
file-read-said-nothing-tells-whose-row-it-is = nothing tells whose row it is
file-read-said-the-row-tells-of-a-baby-and-neither-its-number-nor-its-birth-date = the row tells of a baby and neither its number nor its birth date
file-read-said-a-delimiter-or-a-line-end-stands-within-a-cell-or-one-is-missing-put-the-cell-into-quotation-marks = a delimiter or a line end stands within a cell, or one is missing; put the cell into quotation marks
file-read-said-fill-the-cell-without-it-the-row-cannot-be-used = fill the cell; without it the row cannot be used
file-read-said-put-the-formula-right-or-write-the-value-itself-into-the-cell = put the formula right, or write the value itself into the cell
file-read-said-format-the-column-as-text-in-the-spreadsheet-enter-the-number-again-and-send-the-file-again = format the column as text in the spreadsheet, enter the number again and send the file again
file-read-said-say-or-in-the-mapping-or-send-dates-as-yyyy-mm-dd = say { $a } or { $b } in the mapping, or send dates as YYYY-MM-DD
file-read-said-correct-the-date-at-the-source-and-send-the-row-again-yyyy-mm-dd-is-always-understood = correct the date at the source and send the row again; YYYY-MM-DD is always understood
file-read-said-write-a-whole-number-or-leave-the-cell-empty-if-it-is-not-known = write a whole number, or leave the cell empty if it is not known
file-read-said-write-weeks-and-days-such-as-w4d = write weeks and days, such as { $a }w4d
file-read-said-write-it-as-or-leave-the-cell-empty = write it as { $a }, or leave the cell empty
file-read-said-correct-the-value-at-the-source-or-leave-the-cell-empty-if-it-is-not-known = correct the value at the source, or leave the cell empty if it is not known
file-read-said-add-the-value-to-of-the-column-in-the-mapping = add the value to { $a } of the column in the mapping
file-read-said-correct-the-last-menstrual-period-or-the-day-of-delivery = correct the last menstrual period or the day of delivery
file-read-said-give-a-number-of-the-patient-or-her-name-and-birth-date = give a number of the patient, or her name and birth date
file-read-said-fill-the-baby-s-birth-date = fill the baby's birth date
separator-comma = comma
separator-semicolon = semicolon
separator-tab = tab
separator-bar = bar
rows-title = { $n ->
    [one] The first row
   *[other] The first { $n } rows
}
row-line = Line { $n }
becomes-new = new
becomes-changed = changed
becomes-unchanged = already here
becomes-set-aside = set aside
aside-title = { $n ->
    [one] 1 row is set aside
   *[other] { $n } rows are set aside
}
aside-more = They do not count, and nothing of them is repaired in silence. Correct them at the source and put the file in again: the rest is recognised.
aside-first = { $n ->
    [one] The first one. The file of rows set aside has all.
   *[other] The first { $n }. The file of rows set aside has all.
}
fields-mother = The mother
fields-infant = The baby
fields-pregnancy = The pregnancy and the birth
fields-care = What was done or found
fields-row = The row
takes-mother-identifier = Mother: her number at the sender
takes-mother-medicaid-id = Mother: Medicaid number
takes-mother-family = Mother: last name
takes-mother-given = Mother: first name
takes-mother-middle = Mother: middle name
takes-mother-maiden = Mother: last name at birth
takes-mother-name = Mother: whole name
takes-mother-birth-date = Mother: birth date
takes-mother-phone = Mother: phone
takes-mother-phone2 = Mother: second phone
takes-mother-email = Mother: e-mail
takes-mother-address = Mother: street and number
takes-mother-address2 = Mother: apartment
takes-mother-city = Mother: city
takes-mother-county = Mother: county
takes-mother-state = Mother: state
takes-mother-zip = Mother: postal code
takes-mother-race = Mother: race
takes-mother-ethnicity = Mother: ethnicity
takes-mother-language = Mother: language
takes-mother-interpreter = Mother: needs an interpreter
takes-infant-identifier = Baby: number at the sender
takes-infant-medicaid-id = Baby: Medicaid number
takes-infant-family = Baby: last name
takes-infant-given = Baby: first name
takes-infant-name = Baby: whole name
takes-infant-birth-date = Baby: birth date
takes-infant-sex = Baby: sex
takes-infant-birth-weight = Baby: weight at birth
takes-infant-gestation = Baby: weeks of pregnancy at birth
takes-infant-apgar1 = Baby: Apgar at 1 minute
takes-infant-apgar5 = Baby: Apgar at 5 minutes
takes-infant-apgar10 = Baby: Apgar at 10 minutes
takes-infant-nicu = Baby: was in intensive care
takes-infant-plurality = Baby: how many at this birth
takes-infant-birth-order = Baby: birth order
takes-pregnancy-edd = Due date
takes-pregnancy-lmp = First day of the last period
takes-pregnancy-ga = Weeks of pregnancy
takes-pregnancy-gravida = Pregnancies so far
takes-pregnancy-para = Births so far
takes-delivery-date = Day of the birth
takes-delivery-type = Kind of birth
takes-delivery-outcome = Outcome of the pregnancy
takes-visit-date = Day of the visit
takes-visit-type = Kind of visit
takes-bp = Blood pressure
takes-bp-systolic = Blood pressure, upper
takes-bp-diastolic = Blood pressure, lower
takes-screen-date = Day of the screening
takes-screen-phq9-total = PHQ-9 total
takes-screen-phq2-total = PHQ-2 total
takes-screen-epds-total = Edinburgh (EPDS) total
takes-screen-gad7-total = GAD-7 total
takes-consent-sms = May be texted
takes-coverage-insurer = Insurer
takes-coverage-member-id = Member number
takes-site = Clinic or site
takes-patient = Person
takes-relatedperson = Next of kin
takes-practitioner = Caregiver
takes-organization = Clinic
takes-location = Place
takes-encounter = Visit or stay
takes-condition = Diagnosis
takes-observation = Finding
takes-procedure = Procedure
takes-immunization = Vaccine
takes-medicationrequest = Medicine
takes-medicationadministration = Medicine given
takes-coverage = Insurance
takes-servicerequest = Order
takes-claim = Bill
problem-these-records-are-one-person-already = These records are one person already.
problem-these-cannot-be-one-person-that-would-join-a-mother-and-her-child-or-two-births-the-pair-s-own-page-says-why = These two cannot be one person: they are a mother and her child, or two births.
problem-there-is-only-this-record-nothing-can-be-taken-from-it = There is only this record; nothing can be taken from it.
problem-choose-a-file = Choose a file.
problem-the-file-is-over-20-mb-kith-ingest-takes-larger-ones = The file is over 20 MB. Put it in in parts, or ask whoever runs Kith to read it from the command line.
problem-the-file-is-empty = The file is empty.
problem-the-file-is-neither-a-table-csv-xlsx-nor-fhir-json-nor-a-certificate-file-ije = This is neither a table (CSV, Excel), nor FHIR, nor birth and fetal-death records (IJE).
problem-hl7-v2-messages-come-through-kith-ingest-or-the-message-port = HL7 v2 messages come through their own port. Ask whoever runs Kith.
problem-this-file-needs-no-mapping = This file needs no mapping.
problem-the-file-was-committed-already-undo-it-first = The file is in already. Take it back first.
problem-some-things-must-be-said-first-see-what-is-missing = Something must be said first. Go back and see what is missing.
problem-give-the-source-a-name-of-1-to-100-characters = Say whose records they are, in at most 100 characters.

## Help: records and people
help-people = Records and people
help-people-one = One person can have records at several clinics. Kith joins them where they surely belong together, so that nobody is counted or called twice.
help-people-review = What is not sure waits under Review. Somebody who keeps records in order looks at both, side by side, and answers.
help-people-undo = Every answer can be taken back, and everything is then as it was.

## What the linkage compares
compared-first-name = First name
compared-middle-name = Middle name
compared-surname = Last name
compared-birth-date = Birth date
compared-household-address-phone-e-mail = Household
compared-social-security-number = Social Security number
compared-medicaid-id = Medicaid number
compared-medical-record-number = Medical record number
compared-other-identifiers = Other identifiers
compared-sex = Sex
compared-birth-order = Birth order
compared-mother = Mother named
compared-event-date = Day of the birth
compared-family = Family
level-the-same = the same
level-a-nickname-of-the-other = a short form of the other
level-spelled-or-sounding-alike = spelled or sounding alike
level-a-part-or-used-as-the-middle-name = a part, or used as the middle name
level-the-same-initial = the same initial
level-first-name-and-surname-exchanged = first and last name swapped
level-a-little-alike = a little alike
level-different = different
level-different-one-a-newborn-s = different; one is a newborn’s
level-one-surname-in-common = one last name in common
level-the-same-day = the same day
level-made-on-the-day-of-birth = the record was made on the day of birth
level-day-and-month-exchanged = day and month swapped
level-one-digit-or-one-year-off = one digit or one year off
level-two-of-year-month-and-day-alike = two of year, month and day alike
level-alike-as-far-as-known = alike as far as known
level-one-digit-off = one digit off
level-the-same-at-one-source = the same at one source
level-different-at-one-source = different at one source
level-one-in-common = one in common
level-different-in-one-system = different in one system
level-name-and-birth-date-alike = name and birth date alike
level-two-facts-alike = two facts alike
level-one-fact-alike = one fact alike
level-some-alike-some-not = some alike, some not
level-within-a-day = within a day
level-other-days = other days
level-address-different = address different
level-same-area = same area
level-address-alike = address alike
level-same-address = same address
level-phone-or-e-mail-different = phone or e-mail different
level-phone-or-e-mail-the-same = phone or e-mail the same
level-phone-and-e-mail-the-same = phone and e-mail the same
compared-mother-s-first-name = Mother’s first name
compared-mother-s-surname = Mother’s last name
compared-mother-s-birth-date = Mother’s birth date
compared-identifiers-of-the-mother-on-the-child-s-record = Her identifiers on the baby’s record
compared-a-delivery-on-the-child-s-day-of-birth = She gave birth on that day
level-agrees = agrees
level-differs = differs
level-a-multiple-birth-a-twin-shares-as-much = a twin shares as much
level-someone-of-the-same-household-or-family-would-agree-as-well = someone of one household agrees as well
constraint-a-mother-and-a-child-two-births-or-two-sexes-with-two-names-cannot-be-one-person = These cannot be one person: they are a mother and a child, two births, or differ in sex and name.
constraint-too-young-or-too-old-to-be-the-mother = She was too young or too old to be the mother.
constraint-too-little-agrees-to-compare-the-two = Too little agrees to say anything about these two.
constraint-decided-one-person = Somebody decided that they are one person, whatever the weights say.
constraint-decided-two-people = Somebody decided that they are two people, whatever the weights say.
constraint-nothing-but-the-name-agrees = Nothing agrees but the name, and many people share one.
constraint-nothing-but-the-household-agrees = Nothing agrees but what a household shares: address, phone, e-mail, surname.
constraint-nothing-tells-whether-one-of-the-two-is-a-mother-or-a-child = Nothing tells whether one of the two records is a mother's or a child's.
constraint-two-numbers-of-one-hospital-and-no-name-in-common = One hospital gave them two numbers, and they have no name in common: they may be twins.
constraint-recorded-as-a-man = The records say that this person is a man.
constraint-an-unusual-age-for-a-mother = It is an unusual age for a mother.
constraint-nothing-speaks-for-her-but-her-household = Nothing speaks for her but what she shares with her household.
constraint-another-woman-is-as-likely-or-nearly-so = Another woman is as likely to be the mother, or nearly so.
constraint-another-birth-of-hers-is-too-near = Another birth of hers is too near in time for both to be right.
constraint-one-mother-and-one-birth-make-them-one-child = They are taken to be one child because they have one mother and one day of birth, and nothing says that there were two children.
constraint-a-multiple-birth-and-nothing-tells-which-child = It is a multiple birth, and nothing tells which child it is.
constraint-could-belong-to-more-than-one-person = It could belong to more than one person.
constraint-the-other-records-of-the-two-disagree = The two agree, but the other records of these people do not.
constraint-agrees-but-cannot-be-one-person = They agree, but two of the facts cannot be one person's.

## The front door
role-intake = Intake
role-intake-sees = Every form that came in and the cases made of them.
role-service-lead = Service lead
role-service-lead-sees = What was referred to your own services.
role-referrer = Referrer
role-referrer-sees = What became of what your organisation sent.
