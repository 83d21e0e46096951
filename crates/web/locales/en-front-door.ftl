# The front door: forms, cases, services, referrals. Plain, short, kind.

nav-triage = Inbox
nav-referrals = Referrals
nav-front-door = Send somebody

## How soon, how far along, by when
tier-first = At once
tier-second = Soon
tier-third = In turn
far-pregnant = { $weeks }w { $days }d
far-after = { $days ->
    [0] day of birth
   *[other] day { $days } after birth
}
years-old = { $n ->
    [one] 1 year old
   *[other] { $n } years old
}
due-minutes = { $n ->
    [one] in 1 minute
   *[other] in { $n } minutes
}
due-hours = { $n ->
    [one] in 1 hour
   *[other] in { $n } hours
}
due-days = { $n ->
    [one] in 1 day
   *[other] in { $n } days
}
late-minutes = { $n ->
    [one] 1 minute late
   *[other] { $n } minutes late
}
late-hours = { $n ->
    [one] 1 hour late
   *[other] { $n } hours late
}
late-days = { $n ->
    [one] 1 day late
   *[other] { $n } days late
}

## How a case stands
case-state-new = Nobody has contacted her yet
case-state-contacting = Being contacted
case-state-reached = Spoke with her
case-state-referred = A service was asked
case-state-waiting = Waits for a place
case-state-served = Is served
case-state-closed = Closed: { $reason }
close-reason-served = she is served
close-reason-no-need = she needs nothing, or has it
close-reason-declined = she said no
close-reason-unable-to-reach = nobody could reach her
close-reason-moved = she moved away
close-reason-duplicate = it is the same as another case
close-reason-loss = the pregnancy or the baby was lost

## The inbox
inbox-title-label = Late
inbox-title-none = Nobody waits
inbox-title-calm = { $n ->
    [one] 1 woman waits, and she is not late
   *[other] { $n } women wait, and none is late
}
inbox-title-late = { $n ->
    [one] 1 woman waits, and it is late
   *[other] { $n } women wait; { $late ->
        [one] for 1 it is late
       *[other] for { $late } it is late
    }
}
inbox-nobody = { $n ->
    [one] Nobody has 1 of the open cases yet.
   *[other] Nobody has { $n } of the open cases yet.
}
inbox-whose = Who has it
inbox-tier = How soon
inbox-tier-any = any
inbox-which = Which
inbox-open = open
inbox-late = late
inbox-closed = closed
inbox-search = Part of her name, or the number of a receipt
inbox-find = Find
inbox-empty = Nobody waits. Every woman who was sent here has been looked after.
inbox-empty-more = New forms stand here as soon as they come in.
inbox-empty-form = Put a form in
inbox-empty-filter = Nobody fits what you asked for.
inbox-empty-all = See everybody who waits
reasons-more = { $n ->
    [one] and 1 more reason
   *[other] and { $n } more reasons
}
reasons-none = No reason to hurry is known
case-with = With { $name }
case-with-nobody = Nobody has her yet
case-from = From { $from }
case-take = I will take her
load-title = Who has how much
load-caption = Open cases of each person, and how old the oldest is
load-who = Person
load-open = Open
load-late = Late
load-oldest = Oldest
load-days = { $n ->
    [0] today
    [one] 1 day
   *[other] { $n } days
}
load-nothing = none

## One case
case-back = Inbox
case-standing = How it stands
case-born-on = Birth on { $day }
case-due-date = Due on { $day }
case-known = Known before
case-other = Another case, of { $day }
case-maybe-same = { $n ->
    [one] 1 record may be hers too: see the review
   *[other] { $n } records may be hers too: see the review
}
case-known-at = Also known at { $places }
case-give = Give to …
case-give-to = Who takes her
case-give-load = { $name } ({ $open } open, { $late } late)
case-give-nobody = Nobody for now
case-give-save = Give
case-find-service = Find a service
case-why = Why
case-overridden = { $who } decided this on { $at }:
reason-makes = makes it “{ $tier }”
reason-points = { $n ->
    [one] 1 point
   *[other] { $n } points
}
case-score = { $n ->
    [one] 1 point in all.
   *[other] { $n } points in all.
}
case-completeness = { $share } of the questions behind it have an answer; what is not known counts as not known, never as no.
tier-change = Decide otherwise
tier-which = How soon is right
tier-reason = Why
tier-reason-hint = One sentence. It stands beside your name.
tier-save = Decide so
tasks-title = { $n ->
    [0] Nothing is left to do
    [one] 1 thing to do
   *[other] { $n } things to do
}
task-done = Done
task-undo = Not done after all
task-close = Close it …
task-close-save = Close it
task-came = What came of it?
task-came-hint = It stays with the case, and the steps after a screening are counted by it.
came-of-referred = Referred: she said yes, and a service or a clinician was asked
came-of-treated = Treatment or help has begun
came-of-in-care = She was in care for it already
came-of-emergency = She was brought to emergency care
came-of-no-need = A clinician looked at it: nothing more is needed
came-of-declined = She does not want help with it now
came-of-not-reached = Could not be reached
task-done-by = Done by { $who }, { $at }
task-role-on-call-clinician = for the clinician on call
task-role-behavioural-health = for behavioural health
task-role-care-coordinator = for the care coordinator
task-role-advocate = for the advocate
task-role-nurse-line = for the nurse line
task-role-navigator = for the navigator
task-role-intake = for intake
task-role-system = done by Kith
case-referrals = Services asked
case-referrals-none = No service was asked yet.
case-reopen = Open the case again

## Reaching her
reach-title = How to reach her
next-attempt = Next try: { $channel }, between { $from } and { $until }.
attempts-so-far = { $n } of { $needed } tries so far.
attempts-title = { $n ->
    [one] 1 try so far
   *[other] { $n } tries so far
}

## Forms of a case
form-came = Came { $at } from { $from }, filled in by { $by }.
form-version = Version { $version }.
form-answers = { $n ->
    [one] 1 answer
   *[other] All { $n } answers
}
score-positive = positive
score-negative = negative
score-signs = Warning signs
score-open = cannot be said: an answer is missing
answer-private = Private: { $n ->
    [one] 1 answer
   *[other] { $n } answers
}
reason-private = private: open the case
answer-hidden = Hidden: { $why }
answer-missing = No answer: { $why }
answer-none = No answer

## Closing
close-title = Close the case
close-open = Close …
close-why = What became of it
close-not-yet = “Nobody could reach her” needs { $needed } tries, by two ways, at different times of the day. There were { $done }.
close-not-unreachable = Somebody reached her, or she asked not to be contacted: then she is not out of reach.
close-told = Whoever sent her is told how it ended, and nothing more.
close-save = Close the case

## Services that fit
match-title = Services for { $name }
match-lead = { $n ->
    [0] None of { $of } services fits now. Each says why.
    [one] 1 of { $of } services may fit; the best first.
   *[other] { $n } of { $of } services may fit; the best first.
}
match-search = A word of a service: its name, who runs it, whom it takes
match-not-found = No service has these words.
match-clear = Show the best services for her
match-left-out = { $n ->
    [one] 1 more is not shown.
   *[other] { $n } more are not shown.
}
match-all = Show all { $of }
match-best = Show only the best
match-empty = No services are known yet.
match-empty-more = They come from the programme’s folder. Ask whoever runs Kith to load them.
match-language-yes = Speaks her language
match-language-no = Does not speak her language
match-language-unknown = Language not known
match-waiting = { $n ->
    [one] 1 waits
   *[other] { $n } wait
}
match-before = Asked before: { $state }
fit-eligible = May have it.
fit-closes = { $n ->
    [0] Closes today: { $what }
    [one] Closes in 1 day: { $what }
   *[other] Closes in { $n } days: { $what }
}
fit-until = Until { $day }: { $what }
fit-ask = Ask the service:
fit-unknown = Cannot be said; missing:
fit-not = Not for her, because:
places-short-free = { $n ->
    [0] full
    [one] 1 place
   *[other] { $n } places
}
places-short-full = full
places-short-unknown = places not known
places-free = { $n ->
    [0] No free place, confirmed { $ago }
    [one] 1 free place, confirmed { $ago }
   *[other] { $n } free places, confirmed { $ago }
}
places-full = Full, confirmed { $ago }
places-stale = { $n ->
    [one] 1 free place, but said { $ago }: too old to count on
   *[other] { $n } free places, but said { $ago }: too old to count on
}
places-by = by { $who }
places-by-link = by the service’s link
places-less-waiting = { $said } are free, and { $n ->
    [one] 1 who waits comes first
   *[other] { $n } who wait come first
}.
places-unknown = Never said how many places there are
refer = Refer her
refer-why = What the service needs to know
refer-why-hint = They see this, her name and how to reach her. None of her answers goes along.
refer-do-not-contact = They must not contact her about this
refer-agreed = What they are told of her
refer-agreed-not = She does not allow them to know who she is: they could not read this. Ask her before you send it.
refer-agreed-yes = She said yes: { $what }.
refer-agreed-usual = She was not asked; this network tells it to a service that is asked to help: { $what }.
refer-agreed-hidden = Not told: { $what }.
refer-agreed-form = Read or print the form with her
refer-agreed-write = Write down what she says
refer-means = A place is held for her until they answer.
refer-save = Send to { $service }

## Referrals
referrals-title = { $n ->
    [one] 1 referral waits for your answer
   *[other] { $n } referrals wait for your answer
}
referrals-title-none = No referral waits for your answer
referrals-empty = Nobody has been referred to you yet.
referrals-empty-more = When somebody is, she stands here, and you have time to answer. A place is held for her meanwhile.
referrals-others = Those with you
referral-since = for { $time }
referral-position = number { $n } on the waiting list
referral-to-case = Her case
referral-outcome-by = Say how it went
referrals-title-all = { $n ->
    [one] 1 referral waits for an answer
   *[other] { $n } referrals wait for an answer
}
referral-answer-by = Answer
referral-why = Why she is referred
referral-for = Who is referred
referral-do-not-contact = Do not contact her about this. Answer here; whoever referred her speaks with her.
referral-say = What can you say now?
referral-history = What happened
referral-state-sent = Sent
referral-state-received = Seen by the service
referral-state-accepted = Accepted
referral-state-returned = The service does not take her
referral-state-attempted = Tried to reach her
referral-state-reached = Spoke with her
referral-state-waitlisted = On the waiting list
referral-state-enrolled = Enrolled
referral-state-in-service = Is served
referral-state-completed = Ended as planned
referral-state-left = She left
referral-state-declined = She said no
referral-state-unable-to-reach = Nobody could reach her
referral-state-withdrawn = Taken back
referral-state-lapsed = Not answered in time
referral-side-sender = Sender
referral-side-receiver = Service
referral-side-client = Herself
referral-side-clock = By the clock
connection-open = Not known yet whether they found each other
connection-connected = She and the service found each other
connection-not-connected = They did not find each other
connection-disputed = They say different things: somebody has to ask
step-accept = We take her
step-return = We cannot take her …
step-attempt = Tried to reach her
step-reach = Spoke with her
step-waitlist = Put on the waiting list
step-enroll = She is enrolled
step-start = First visit took place
step-complete = Ended as planned
step-leave = She left …
step-decline = She said no …
step-give-up = Nobody could reach her
step-withdraw = Take it back …
step-visit-to-be = Day of the first visit, if you know it
step-visit-was = Day of the first visit
stepped-visit = First visit: { $day }
referral-visit-to-be = First visit on { $day }
referral-visit-past = First visit was planned for { $day }: did it take place?
referral-visit-was = First visit was on { $day }
own-visit = Your first visit is on { $day }.
step-reason = Why
step-note = Anything else they should know
step-note-hint = Only what helps. Nothing about her health.
stepped-receive = Seen
stepped-accept = Accepted
stepped-return = Not taken
stepped-attempt = Tried to reach her
stepped-reach = Spoke with her
stepped-waitlist = Put on the waiting list
stepped-enroll = Enrolled
stepped-start = First visit
stepped-complete = Ended as planned
stepped-leave = She left
stepped-decline = She said no
stepped-give-up = Nobody could reach her
stepped-withdraw = Taken back
stepped-lapse = Not answered in time; the place is free again
return-reason-ineligible = she does not meet the conditions
return-reason-wrong-area = she lives outside our area
return-reason-duplicate = she has this already, with us or another
return-reason-no-place = we have no place
return-reason-language = nobody here speaks her language
return-reason-conflict = somebody here knows her too well
leave-reason-not-wanted = she does not want it
leave-reason-need-met = she has what she needs
leave-reason-served-elsewhere = another serves her
leave-reason-no-time = no time: work, school, care of others
leave-reason-not-right = it was not right for her
leave-reason-moved = she moved away
leave-reason-loss = the pregnancy or the baby was lost
leave-reason-not-with-her = the baby is not with her
leave-reason-lost-touch = nobody can reach her any more
word-title = What the three sides say
word-by-service = The service
word-by-her = She herself
word-by-us = We who referred her
word-reached = Did they reach her?
word-served = Did she get it?
word-not-said = has not said
word-said = Said: reached { $reached }, got it { $served }
word-said-not-yet = Was asked: not yet, or not sure
phone-not-shown = Her number is not shown any more: this has ended.
said-nothing = not said
withdraw-means = This ends it at { $service }, also where they see her already. Do it when she wants that, or when it was a mistake. They are told, and it cannot be undone: you would refer her again.
withdraw-do = Take it back
referral-unheard = Nobody at this service signs in to Kith, and there is no address for messages: they know nothing of her yet. Give them the page.
referral-by-message = Nobody at this service signs in to Kith. They are told by mail or text where this network sends them; otherwise give them the page below.
word-not-asked = not asked yet
word-who = Who says it?
word-write = Write down what she or we know
word-save = Save
services-title = Your services
service-held = { $n ->
    [one] 1 place is held for somebody you have not answered yet
   *[other] { $n } places are held for people you have not answered yet
}
service-waiting = { $n ->
    [one] 1 waits for a place
   *[other] { $n } wait for a place
}
service-conditions = Who it is for
service-languages = Languages: { $languages }
places-still = { $n ->
    [0] Still no free place
    [one] Still 1 free place
   *[other] Still { $n } free places
}
places-other = Another number of free places
places-save = Save

## By link and on paper
link-title = A service without an account
link-words = Print a page with a link. Whoever has it sees this referral and can answer it, for a time, and nothing else.
link-make = Make the page
link-page-title = Please answer
link-page-note = This page is only for whoever it was sent to. Close it when you are done.
link-referral-title = Somebody was referred to you
link-places-title = How many free places do you have?
link-thanks-title = Thank you
link-thanks-words = Your answer has arrived. You can close this page.
link-gone-title = This link does not work any more
link-gone-words = It was used, it is too old, or it was never whole. Ask whoever sent it for a new one.
paper-title = Please answer a referral
paper-back = The referral
paper-lead = Somebody was referred to your service, and a place is held for her. Open this to see who she is and to answer:
paper-by = Please answer by { $day }.
paper-square = A square to read with a telephone’s camera: the link below
paper-or-type = Or type this address:
paper-dates = Printed { $day }. The link works until { $until }, for one answer.
paper-note = Nobody’s name stands on this page. Who asked can print another one.

## The front door
front-door-title = Are you worried about somebody?
front-door-lead = Send a form. You get a number, and you can see here what becomes of it.
front-door-no-forms = There are no forms yet. Ask whoever runs Kith.
sent-title = What you sent, and what became of it
sent-empty = Nothing yet.
sent-on = sent { $day }
sent-standing-received = Received
sent-standing-in-work = Being worked on
sent-standing-reached = Somebody spoke with her
sent-standing-served = She is served
sent-standing-closed = Closed
sent-number = number { $number }
fill-tab = Questions
fill-away = Leave this page now
fill-away-words = Goes to a weather page. What was typed is gone.
fill-errors = { $n ->
    [one] 1 answer needs a look
   *[other] { $n } answers need a look
}
fill-mode = How is this filled in?
fill-mode-interview = I ask her
fill-mode-self-screen = she fills it in here
fill-mode-self-paper = from paper
fill-alone = She is alone: nobody else hears or reads
fill-alone-hint = Some questions are only asked then. If you are not sure, leave it.
fill-open = { $n ->
    [one] 1 question is still open.
   *[other] { $n } questions are still open.
}
fill-parts = The parts, and what is answered in each
fill-parts-label = Parts of this form
fill-part-of = Part { $n } of { $of }
fill-count = { $n } of { $of } answered
fill-total = { $n } of { $of } questions answered
fill-send = Send
fill-next = Show the questions that follow
fill-send-hint = Nothing is sent before you press Send.
fill-optional = (if you like)
fill-yes = yes
fill-no = no
close-still-open = Still open, and left so when you close:
close-unheard = { $service }: how it ended is not known
inbox-at-once = At once, and late
inbox-others = The others, by what is about to be late
fill-date-wrong = This day can be read in more than one way, or in none. Write the year first, such as 1998-03-14.
fill-date-hint = Year-month-day, such as 2026-07-08. A year and month, or a year, will do.
fill-unit-hint = In { $unit }
fill-why-not = No answer?
fill-why-none = choose why
fill-clear = take this answer out
absent-asked-unknown = she does not know
absent-declined = she would rather not say
absent-not-asked = she was not asked
receipt-title = It has arrived
receipt-number = Ask with this number. It says nothing about her.
receipt-tell = Say this to her now
receipt-alone = For her alone: open when nobody looks on
receipt-next = What happens next
receipt-contact = Somebody contacts her by { $by }.
receipt-follow = You can see here whether she was reached and is served.
case-history = What happened ({ $n })
case-did-opened = A form opened the case
case-did-joined = Another form came about her
case-did-given = Given to somebody, or to nobody
case-did-tier-set = How soon was set by hand
case-did-tier-changed = A new form changed how soon
case-did-task-done = A task was done
case-did-task-reopened = A task was opened again
case-did-closed = Closed
case-did-reopened = Opened again
case-did-referred = A service was asked
case-did-referral = Something was said of a referral
case-ask = Fill in a form with her
receipt-case = Her case
receipt-back = Back to the forms

## What was just done
done-front-taken = She is yours now.
done-front-given = Given.
done-front-tier = Decided. It stands with your reason.
done-front-attempt = Logged.
done-front-task = Done.
done-front-closed = Closed.
done-front-open = Open again.
problem-choose-somebody-of-the-intake-team-from-the-list = Choose somebody of the intake team from the list.
problem-somebody-changed-this-case-meanwhile-look-at-it-again = Somebody changed this case meanwhile. Look at it again, then decide.
problem-this-task-is-done-already = This is done already.
problem-this-task-is-open-already = This is open already.
problem-the-case-was-opened-after-this-day = The case was opened after this day. Choose another.
problem-this-case-is-closed = This case is closed. Open it again first.
problem-this-case-is-open = This case is open.
problem-a-reason-is-needed = Say why, in a sentence.
reach-asked-not = She asked not to be contacted.

denied-this-was-sent-by-another-organisation = This was sent by another organisation.
denied-cases-are-led-by-the-intake-team = Cases are led by the intake team.
denied-the-intake-team-sees-the-cases-of-the-front-door = The intake team sees the cases of the front door.
denied-this-is-another-organisation-s-service = This is another organisation’s service.
denied-service-leads-see-what-is-referred-to-their-own-service = Service leads see what is referred to their own service.
denied-referrers-see-what-became-of-what-they-sent = Referrers see what became of what they sent.
link-arrived = Your answer has arrived. If more happens, say so here: keep this page open or save its address. What you opened it with does not open again.
refer-full = It is full: choose another, or ask again when it has a place.
done-front-referred = Sent. A place is held for her until they answer.
done-front-said = Written down.
done-front-places = Written down. Thank you.
problem-write-a-whole-number-such-as-3 = Write a whole number, such as 3.
problem-this-case-is-about-somebody-else = This case is about somebody else. Open it again.
problem-say-what-the-service-needs-to-know = Say what the service needs to know.
problem-say-it-in-at-most-2000-characters = Say it in at most 2,000 characters.
problem-a-note-has-at-most-2000-characters = A note has at most 2,000 characters.
problem-a-reason-has-at-most-2000-characters = A reason has at most 2,000 characters.
problem-this-service-has-no-free-place-choose-another-one-from-the-list = This service has no free place any more. Choose another one from the list.
problem-this-service-takes-no-referrals-any-more = This service takes no referrals any more.
problem-this-service-was-asked-already-and-has-not-ended-it = This service was asked already, and that has not ended.
problem-she-has-a-service-of-this-kind-or-it-was-asked-take-that-back-first = She has a service of this kind, or one was asked. Take that back first.
problem-choose-an-answer = Choose an answer.
problem-give-a-number-from-0-to-1000 = Give a number from 0 to 1,000.
problem-somebody-said-something-about-this-meanwhile-look-at-it-again = Somebody said something about this meanwhile. Look at it again, then answer.
problem-this-referral-has-ended-send-a-new-one = This referral has ended. Send a new one.
problem-this-does-not-follow-how-the-referral-stands-now-look-at-it-again = This does not follow how the referral stands now. Look at it again.
problem-this-is-for-another-side-to-say = This is for another side to say.

## Her own link
link-own-words = Or a page for her, by which she says herself whether they reached her. It names nobody.
link-own-make = Make her page
link-own-tab = One question
link-own-away = Goes to a weather page.
link-own-title = How did it go?
own-you-reached = Did they reach you?
own-you-got-it = Did you get what you needed from them?
own-you-not-yet = not yet, or not sure
paper-own-lead = Did { $service } reach you? Open this and say so. It takes a minute, and it helps us to help you:
problem-she-must-not-be-contacted-about-this = She must not be contacted about this.
phone-no-message = Leave no message, and send no text: she asked for it.
phone-not-asked = Texts: she was not asked yet
phone-said = as she said { $ago }
phone-said-to = as she said { $ago } to { $who }
wish-ask = Did she say how { $number } may be used?
wish-not-now = not asked now
wish-call = calls and a message, no texts
wish-text = texts too
wish-call-no-message = calls only, no message and no text
wish-do-not-use = not at all
phone-no-text = Calls only, no texts: she asked for it.
phone-text-only = Texts only, no calls: she asked for it.
phone-do-not-use = She gave a number that must not be used. It is not shown. Ask her for another way when you meet.
service-next = Take whoever waits the longest
places-link = Make a link for a service without an account
paper-places-title = How many places are free?
paper-places-lead = Mothers are offered your service only where places are known. Open this and say how many you have; one tap if nothing changed:

## What is new
nav-news = What is new
nav-unread = new
news-title = What is new
news-lead = What happened to what you sent, what was sent to you, and what waits for you.
news-empty = Nothing yet. When something happens, it stands here, whether or not a message is sent.
news-no-sender = No messages leave: neither mail nor texts are set up. What happens is told here, and only here. Whoever runs Kith can set them up.
news-read = I have read these
news-new = new
news-to-referral = to the referral
news-to-case = to the case
news-to-places = to the places
news-to-sent = to what you sent
news-referral-sent = Somebody was referred, and waits for an answer
news-referral-re-offered = The next service was asked, by the rules
news-referral = A referral moved: { $state }
news-case-served = Somebody whom you sent is served
news-case-closed = A form that you sent has its answer
news-places = Are the free places still right?
news-message-undelivered = A message could not be delivered: look at the address
news-other = Something happened
denied-what-is-new-is-told-to-those-who-work-with-the-front-door = What is new is told to those who work with the front door.
## How people flow: steps, times, fairness, load
n-cases = { $n ->
    [one] 1 case
   *[other] { $n } cases
}
n-referrals = { $n ->
    [one] 1 referral
   *[other] { $n } referrals
}
stratifier-tier = How urgent
stratifier-service = Service
group-tier-1 = Tier 1, at once
group-tier-2 = Tier 2, soon
group-tier-3 = Tier 3, in turn
th-step = Step
th-reached-step = Got so far
th-lost = Did not get so far
th-median = Half by (95 % interval)
th-nine = Nine in ten by
th-happened = So far
cascade-lead = Each bar is of those in the bar above it. Between two bars are those who did not get so far, or still have time. Who was screened and has nothing stops there rightly.
cascade-finding = The largest step down: { $n } before “{ $step }”
cascade-finding-none = How many get through each step
cascade-where = { $place }, { $period }. People, each counted once.
cascade-enough = { $n } need nothing more
people-yes = Yes
people-no = No
cascade-lost = { $n } did not get so far
cascade-still = { $n } still have time
cascade-withheld = too few to show who did not get so far
cascade-steps = Each step by group
cascade-by = How many got so far, by { $by }
cascade-everyone = Everyone
cascade-nobody = nobody
balance-title = Set by hand, and taken by services
balance-lead = If people of one group are more often moved by hand, or less often taken by services, somebody has to ask why.
balance-finding = { $title }, by { $by }
people-who = who they are
people-see = See the cases behind this number
people-see-families = See the families behind this number
people-happened = It happened
people-did-not-happen = It did not happen
people-may-happen = Not over yet
people-counts = counts on { $day }
mother-died-list = She has died. Nobody should call about this.
people-title = { $n ->
    [0] Nobody
    [one] 1 person
   *[other] { $n } people
}
people-status-pending = Still has time
people-status-not-met = Not done in time
people-status-met = Done
people-status-unknown = Has to be asked about
people-status-excluded = Left out
people-from = from { $name }
people-shared = Those who are shared with you
people-shared-more = Of whom this tells, only those are listed whose record may be shown to you for it. The others count in the number, and are not listed.
lost-baby-list = A baby of hers has died: read her page before anyone calls.
people-since = since { $day }
people-due = until { $day }
people-done = done on { $day }
people-empty = Nobody stands here now.
people-empty-more = Choose another standing above, or go back to the number.
times-withheld = Too few people to show a time.
times-how = Who still waits is counted as waiting, not left out. The interval is in brackets.
times-half = Half by { $days }.
times-less-than-half = For fewer than half within { $days } days.
times-so-far = So far: { $n } of { $of }.
times-more = more than { $n } days
times-days = { $n ->
    [one] 1 day
   *[other] { $n } days
} ({ $low } to { $high })
times-days-open = { $n ->
    [one] 1 day
   *[other] { $n } days
} (at least { $low })
supervise-title = Who has what, and how late
supervise-see = Load, age and lateness
supervise-lead = { $open } open cases; { $late } of them are late.
supervise-caption = Open cases of each person by how urgent they are, how old, and when the next is due
supervise-median = Half are older than
supervise-next = Next due
supervise-nobody = Nobody yet
supervise-late = late
supervise-empty = No case is open.
supervise-empty-more = When a form comes in, its case stands here until somebody knows what became of her.
n-handouts = { $n ->
    [one] 1 thing handed out
   *[other] { $n } things handed out
}
stratifier-goods = What was handed out
