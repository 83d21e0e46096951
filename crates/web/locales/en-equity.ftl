# The pages of equity and of sites.
nav-equity = Equity
see-equity = The gap over the years, and who moved
see-sites = Sites within the limits of chance
equity-title = Equity: { $title }
equity-back = The measure
equity-by = By
equity-measures = Another measure
equity-empty = No two groups can be compared yet.
equity-empty-more = It takes two groups with enough people in the first and in the last year. Choose another grouping above, or come back when there are more.
equity-one-year = There is only one year of numbers: how a gap moves is told from the second year on.
equity-few = One of these rates has fewer than 20 people with or without what is counted. Put several years together before you act on it.

# Two groups in two years.
equity-rates = { $group }: { $now } of { $of } in { $to }, after { $then } of { $thenof } in { $from }.
equity-narrowed = The gap narrowed from { $then } to { $now }: by { $by } { $interval }.
equity-smaller = The gap is { $now }, after { $then }: smaller by { $by } { $interval }. Who moved matters here.
equity-widened = The gap widened from { $then } to { $now }: by { $by } { $interval }.
equity-unclear = The gap is { $now }, after { $then }. Whether it changed is not clear: the change is { $change } points { $interval }, and that includes none.
equity-percent = In percent, the gap is { $percent } % smaller, with 95 % limits of { $low } % to { $high } %.
equity-percent-wider = In percent, the gap is { $percent } % wider; the percent narrowed has 95 % limits of { $low } % to { $high } %.
equity-percent-no-gap = A percent would mean nothing here: in { $from } there was no gap to narrow.
equity-percent-uncertain = A percent would mean nothing here: the gap of { $from } may have been none, so a percent of it could be anything.

moved-title = Who moved?
moved-focus = All of the narrowing, { $narrowing }, is { $focus } faring better by { $byfocus }, while { $reference } fared no worse.
moved-both = Both. Of the { $narrowing } less, { $byfocus } are { $focus } faring better, and { $byreference } ({ $share }) are { $reference } faring worse.
moved-mostly = Of the { $narrowing } less, { $byfocus } are { $focus } faring better. For { $reference } things are { $byreference } worse, which is no more than chance may bring.
moved-reference = Only { $reference }, who fare worse by { $byreference }. No part of the narrowing is { $focus } faring better.
moved-not = The gap did not narrow. For { $focus } things are { $byfocus } { $focusway ->
    [better] better
   *[other] worse
 }, for { $reference } { $byreference } { $referenceway ->
    [better] better
   *[other] worse
 }.
moved-chance = Chance alone could bring as much to { $reference }.
call-only-title = This is not progress.
call-only = The gap is smaller because { $reference } fare worse than they did ({ $then } then, { $now } now), not because { $focus } fare better.
call-part-title = Not all of this is progress.
call-part = { $share } of the narrowing is { $reference } faring worse than they did ({ $then } then, { $now } now), not { $focus } faring better.

chosen-programme = These two are the groups whose gap the programme has set out to close.
chosen-apart = These two fare worst and best over all these years taken together, so that no single year’s luck picked them.
chosen-largest = These are the two largest groups. No two have thirty people in each year, so that chance weighs heavily here.
chosen-asked = You chose these two groups.

equity-find-focus = { $focus } caught up: the gap went from { $then } to { $now } points
equity-find-reference = The gap went from { $then } to { $now } points because { $reference } lost ground
equity-find-both = The gap went from { $then } to { $now } points, in part because { $reference } lost ground
equity-find-widened = The gap widened from { $then } to { $now } points
equity-find-unclear = { $now } points apart after { $then }: no clear change
equity-find-two = { $focus } and { $reference }, year by year
equity-years-where = { $title } · { $place } · whole years · rates with 95 % intervals
equity-groups-where = { $title } · { $place } · filled: { $to }, with 95 % interval · hollow: { $from }
equity-groups-where-one = { $title } · { $place } · { $to } · dots with 95 % intervals

band-unit = Gap, in percentage points
band-none = no gap
band-year = { $n } in the year
band-head = Gap (95 % interval)
band-finding = Quarter by quarter, the gap lay between { $low } and { $high } points
band-where = { $focus } against { $reference } · { $title } · { $place } · by quarter from its first month, band of 95 % · above zero, { $focus } fare worse
band-summary = { $n } quarters. The gap between { $focus } and { $reference } lay between { $low } and { $high } points. Every quarter with its interval stands in the table.

shows-years = Shows both groups in each whole year, and how many points lie between them. It does not show why they differ, nor whether the same sites and families stand behind each year.
shows-gap = Shows the gap of each quarter, with a band that holds the true gap of 95 in 100 such quarters; the short lines are whole years. One quarter swings by chance: judge by the years. It does not show who moved.
shows-groups = Shows where each group stands, with the 95 % interval of the last year. Intervals that overlap do not mean that two groups are alike, and a small group has a wide one. It does not show why groups differ.
shows-bridge = Whoever is Hispanic or Latino is counted there; others who named more than one race are counted as multiracial. This hides Afro-Latina and multiracial families within one group.

index-title = All groups at once
index-groups = Numbers of { $n } groups in { $period }, with 95 % limits.
index-of-undone = They are told of the share for whom it was not done, so that more is worse.
index-of-done = They are told of the share that is counted here, of which less is better.
index-left-out = { $n ->
    [one] One group is too small to be in them.
   *[other] { $n } groups are too small to be in them.
 }
index-difference = Difference
index-difference-says = So many points more in { $worst } than in { $reference }. Looks at two groups only, and says nothing of those in between.
index-ratio = Ratio
index-ratio-says = The share in { $worst } is so many times that in { $reference }. Two small shares may have a large ratio and lie close together.
index-par = Population attributable risk
index-par-says = Were every group as well off as { $best }, the share of all these groups would be so many points lower. Does not say that this can be reached, or how.
index-paf = Population attributable fraction
index-paf-says = The same in percent of the share of all these groups. Calls the distance from { $best } avoidable, which nobody has shown.
index-bgv = Between-group variance
index-bgv-says = The mean squared distance of the groups from their average, large groups counting more. Good for comparing years of one measure; does not say who is worse off.
index-idis = Index of disparity
index-idis-says = How far groups lie from their average, in percent of it. Every group counts alike, so that chance in a small one moves it.
index-theil = Theil index (× 1000)
index-theil-says = Nought where all groups are alike; rises most where large groups have a high share. Has no unit, and does not say which way a group differs.
index-mld = Mean log deviation (× 1000)
index-mld-says = Nought where all groups are alike; rises most where large groups have a low share. Has no unit either; read it beside the Theil index.
index-square-points = { $n } square points
index-no-divisor = Not told: it would divide by nought.
index-none = Not told: it does not hold for these groups.
index-no-limits = no limits can be given
index-zero = A group with nobody was taken as next to none; the number hangs on that.
shows-indices = No number orders the groups or says why they differ. Read one in points beside one in percent: a gap can shrink in points and grow as a ratio.

compare-title = Compare others
compare-focus = This group
compare-reference = With this one
compare-from = Since
compare-back = { $n ->
    [one] one year before
   *[other] { $n } years before
 }
compare-show = Show

# Sites.
sites-title = Sites: { $title }
sites-lead = { $outside ->
    [0] No site of { $of } lies outside the limits of chance.
    [one] One site of { $of } lies outside the limits of chance.
   *[other] { $outside } of { $of } sites lie outside the limits of chance.
 } { $signals ->
    [0] Over time, none shows a change.
    [one] Over time, one shows a change.
   *[other] Over time, { $signals } show a change.
 }
sites-lead-funnel = { $outside ->
    [0] No site of { $of } lies outside the limits of chance.
    [one] One site of { $of } lies outside the limits of chance.
   *[other] { $outside } of { $of } sites lie outside the limits of chance.
 }
sites-lead-none = There are not enough sites to compare yet.
funnel-finding-none = No site lies outside the limits of chance
funnel-finding-one = { $name } lies outside the limits of chance
funnel-finding = { $n } of { $of } sites lie outside the limits of chance
funnel-where = { $title } · { $period } · a dot a site · all together { $all } (dotted line) · not a ranking
funnel-summary = { $n } sites against the { $all } of all together; { $outside } outside the 99.8 % limits. Each site with its rate and where it stands is in the table, by name.
funnel-size = Counted in the rate, people
funnel-outer = 99.8 % limits
funnel-inner = 95 % limits
funnel-exact = Sites differ by no more than chance brings (mean squared score { $spread }, where 1 is chance alone). The limits are exact.
funnel-widened = Sites differ by more than chance all round (mean squared score { $spread }, where 1 is chance alone), with a spread of { $between } points between them. The limits are widened for that; with limits of chance alone { $n } would lie outside. That so many differ is itself a finding.
funnel-empty = There is no funnel to draw yet.
funnel-empty-more = It takes two sites with enough people, and something that happened at some and not at others.
shows-funnel = Shows how far each site lies from all together, given how many it serves: outside the outer limits, chance is a poor explanation. It does not show why, and does not say who is better: families differ from site to site. Sites are not ranked, since among equals somebody is always last.
standing-within = as chance leaves it
standing-high = above the 95 % limit
standing-very-high = above the 99.8 % limit
standing-low = below the 95 % limit
standing-very-low = below the 99.8 % limit
th-site = Site
th-standing = Where it lies

panels-finding = { $n ->
    [0] Over time, no site of { $of } shows a change
    [one] Over time, one site of { $of } shows a change
   *[other] Over time, { $n } of { $of } sites show a change
 }
shows-panels = Each site on its own, by { $step ->
    [month] month
   *[other] quarter
 }, { $period }: its line, its centre, its control limits (dashed), all on one scale. Rules: a point beyond the limits, a run too long for chance, too few crossings of the centre. A site where nothing changes shows one of these with a chance of { $alarm }, so among { $of } sites some may by luck. This does not show what changed: ask the site.
panels-withheld = Counts within one site are too small to show you, so sites over time are left out here.
panel-steady = Steady: it varies as chance would have it.
panel-few = Few people: the limits are rough.
panel-nobody = Nobody is in the rate yet.
panel-marked = marked by a rule
panel-summary = { $name }: centre { $centre }, and { $latest } in { $period }.
panel-empty = { $name }: nobody is in the rate yet.
rule-beyond = { $above ->
    [0] { $below ->
        [one] One { $step ->
            [month] month
           *[other] quarter
        } below its limits.
       *[other] { $below } { $step ->
            [month] months
           *[other] quarters
        } below their limits.
    }
   *[other] { $below ->
        [0] { $above ->
            [one] One { $step ->
                [month] month
               *[other] quarter
            } above its limits.
           *[other] { $above } { $step ->
                [month] months
               *[other] quarters
            } above their limits.
        }
       *[other] { $above } above and { $below } below their limits.
    }
 }
rule-run-above = { $n } { $step ->
    [month] months
   *[other] quarters
 } in a row above the centre since { $since }; chance explains { $limit }.
rule-run-below = { $n } { $step ->
    [month] months
   *[other] quarters
 } in a row below the centre since { $since }; chance explains { $limit }.
rule-crossings = The line crosses its centre only { $n ->
    [0] 0 times
    [one] once
   *[other] { $n } times
 }, where chance would have at least { $limit }: it drifted or shifted.
