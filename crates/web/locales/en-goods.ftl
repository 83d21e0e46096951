# Goods that families are given. Plain, short, kind.

nav-goods = Goods
denied-goods-are-kept-by-who-gives-them-to-families = goods are kept by who gives them to families

## What is there
goods-title-none = No goods are kept here yet
goods-title-calm = There is enough of everything
goods-title-low = { $n ->
    [one] One thing runs low
   *[other] { $n } things run low
}
goods-purpose = What can be given, who has what, and whom to ask how it goes.
goods-not-to-ask = { $n ->
    [one] One that nobody asks about: there was a loss
   *[other] { $n } that nobody asks about: there was a loss
}
goods-to-ask = { $n ->
    [one] One family to ask how it goes
   *[other] { $n } families to ask how it goes
}
goods-kept = { $n ->
    [one] One is kept for somebody
   *[other] { $n } are kept for somebody
}
goods-place-empty = Nothing has come in here yet. Write down the first delivery below.
goods-what = What
goods-table = What is there: { $place }
goods-free = Free
goods-reserved = Kept
goods-standing = How it stands
goods-low = Runs low
goods-enough = Enough
goods-deliveries = Deliveries: { $kind }
goods-no-lot = No lot noted
goods-lot = lot { $lot }
goods-n-free = { $n } free
goods-expires = good until { $day }
goods-expired = expired on { $day }
goods-recalled = called back
goods-paid-by = paid by { $fund }
goods-receive = Write down a delivery
goods-receive-save = Save the delivery
goods-new-place = Add a place
goods-new-place-save = Add the place
goods-recalls = Lots called back
goods-funds = Who paid
goods-csv = Download as CSV
goods-field-place = Where it is
goods-field-quantity = How many
goods-field-lot = Lot number, if one is written on it
goods-field-expires-on = Good until, if a day is written on it
goods-field-fund = Which fund paid
goods-field-cost = What one cost, if you know it
goods-field-owner = Organisation
goods-field-name = Name of the place
goods-state-reserved = kept for her since
goods-state-handed-out = given on
goods-state-returned = given, and came back; given on
goods-state-released = was kept for her; since

## On the page of a case or a referral
case-goods = What she was given
case-goods-none = Nothing yet.
case-goods-give = Give her something
goods-ask-when = ask how it goes { $when }

## Giving
give-title = Give { $name } something
give-has = What she has
give-nothing = There is nothing to give at the moment.
give-nothing-more = See what is there
give-which = What do you give her?
give-save = She has it
give-keep = Only keep it for her
sign-title = Who signs for it
sign-hint = She signs on the screen with a finger, a pen or a mouse; or on paper, which somebody keeps.
sign-name = Name of who signs
sign-draw = Sign in this box
sign-clear = Clear the box
sign-holder = Signed on paper? Who keeps the paper

## One thing
item-title = { $what } for { $name }
item-from = Where it is from
item-handed = Given by { $who }, { $at }
item-signed = { $name } signed:
item-signature = Signature of { $name }
item-paper = { $name } signed on paper; { $holder } keeps it.
item-ask = Ask how it goes
item-asked = { $who } asked, { $at }
item-ask-save = Save the answers
item-not-to-ask = Nobody asks how it goes with this. If something has to come back, or she needs something else, speak with her about that alone.
item-note = Anything else
item-hand-over = Give it to her
item-release = Do not keep it for her any more
item-back = It came back
item-back-fit = May somebody else have it?
item-back-yes = Yes, it goes back on the shelf
item-back-no = No, it is worn or broken
item-back-save = Save
reply-yes = Yes
reply-no = No
reply-unknown = Does not know, or does not say

## One delivery
stock-off = Take some off the shelf
stock-off-why = Why: broken, expired, lost
stock-off-save = Take off
stock-moved = What happened to it
stock-moved-table = Every change, the newest first
stock-when = When
stock-what = What
stock-on-hand = On the shelf
stock-who = Who
movement-received = Came in
movement-reserved = Kept for somebody
movement-released = Not kept any more
movement-handed-out = Given
movement-handed-over = Given to whom it was kept for
movement-returned = Came back
movement-returned-unfit = Came back worn or broken
movement-written-off = Taken off the shelf

## Calling back
recalls-title = Lots called back
recalls-purpose = A lot that is called back is given to nobody any more. Whoever has one is on its list.
recalls-none = No lot was called back.
recall-new = Call a lot back
recall-which = Which lot
recall-why = Why
recall-hint = For each family that has one, somebody gets the task of reaching her.
recall-save = Call it back
recall-title = { $n ->
    [0] { $what }, lot { $lot }: nobody has one
    [one] { $what }, lot { $lot }: one family
   *[other] { $what }, lot { $lot }: { $n } families
}
recall-nobody = No family has one of this lot, and none is kept for anybody.
recall-not-by-phone = She does not want to be phoned. Reach her another way.
recall-by-intake = Your service must not contact her about this. The intake team has a task to reach her.

## Who paid
funds-title = Who paid for what was given
funds-months = { $from } to { $to }
funds-none = Nothing was given in these months.
funds-totals = All months together
funds-given = { $n } given
funds-unknown = cost not known
funds-partly = { $amount } for { $known } of them; the rest is not known
funds-caption = By month, fund and kind
funds-month = Month
funds-n = Given
funds-cost = Cost

## What was just done
done-goods-stocked = The delivery is written down.
done-goods-place = The place is there.
done-goods-gave = She has it.
done-goods-kept = It is kept for her.
done-goods-released = It is not kept for her any more.
done-goods-back = It came back.
done-goods-writtenoff = Taken off the shelf.
done-goods-asked = The answers are saved.
done-goods-recalled = The lot is called back.

## What is wrong with a form
problem-there-is-a-place-of-this-name = There is a place of this name already. Choose another name.
problem-write-an-amount-such-as-89-50 = Write an amount, such as 89.50.
problem-this-day-has-passed-what-expired-is-not-given-to-anybody = This day has passed. What has expired is not given to anybody.
problem-write-the-day-as-year-month-day-such-as-2027-03-31 = Write the day as year-month-day, such as 2027-03-31.
problem-there-are-not-so-many-free = There are not so many free.
problem-none-of-these-is-left-that-may-be-given-choose-others = None of these is left. Choose others.
problem-this-is-not-kept-for-her-any-more-or-may-not-be-given = This is not kept for her any more, or may not be given. Look at it again.
problem-somebody-changed-this-meanwhile-look-at-it-again = Somebody changed this meanwhile. Look at it again.
problem-answer-every-question-does-not-know-is-an-answer = Answer every question. “Does not know” is an answer.
problem-somebody-asked-her-already-look-at-it-again = Somebody asked her already. Look at it again.
problem-write-something-here = Write something here.
problem-write-at-most-200-characters = Write at most 200 characters.
problem-write-the-name-of-who-signs = Write the name of who signs.
problem-sign-in-the-box-or-say-who-keeps-the-signed-paper = Sign in the box, or say who keeps the signed paper.
problem-the-drawing-cannot-be-read-sign-again = The drawing cannot be read. Sign again.
problem-this-task-is-done-by-answering-its-questions-open-it = This is done by answering its questions. Open it.
problem-what-was-answered-stays-answered = What was answered stays answered.

## Tasks
task-open = Ask
task-see = See
task-role-service-lead = for who leads the service
task-role-coordinator = for the coordinator

## Tasks over all cases
nav-tasks = Tasks
key-done = say that a task is done
tasks-page-label = Late tasks
tasks-page-none = Nothing waits to be done
tasks-page-calm = Nothing is late
tasks-page-late = { $n ->
    [one] One task is late
   *[other] { $n } tasks are late
}
tasks-whose = Whose
tasks-all = My team’s
tasks-mine = Mine ({ $n })
tasks-empty = There is nothing to do here.
tasks-empty-more = A task comes up when an answer of a form asks for it, when something was given, or when somebody asks for it on a case.
tasks-urgent = { $n ->
    [one] One task cannot wait
   *[other] { $n } tasks cannot wait
}
tasks-see-all = See all tasks
task-take = I do it
task-close-by = over by { $at }
task-case-closed = her case is closed
task-ask = Ask somebody to do something
task-ask-what = What has to be done
task-ask-when = By when
task-ask-who = Who does it
task-ask-save = Ask
done-front-taskgiven = Given.
done-front-taskasked = It is on the list of tasks.
problem-choose-a-day-from-today-on = Choose a day from today on.

## Safe sleep: before she goes home
nav-safe-sleep = Safe sleep
denied-mothers-are-taught-by-the-hospital-before-they-go-home = mothers are taught by the hospital before they go home
sleep-title-none = No mother is on the list today
sleep-title-all = Every mother on the list was taught about safe sleep
sleep-title = { $n ->
    [one] One mother is still to be taught about safe sleep
   *[other] { $n } mothers are still to be taught about safe sleep
}
sleep-hospitals = Hospital
sleep-none = No record says that a mother is here now, or left in the last two weeks.
sleep-none-more = Mothers come onto this list when the hospital’s records of stays and births come in.
sleep-born = gave birth on { $day }
sleep-left = left on { $day }
sleep-here = is still here
sleep-not-taught = She is not taught about sleep.
sleep-tick = Write down what she was taught
sleep-what = What was done
sleep-taught = told her
sleep-demonstrated = showed her
sleep-material = gave her something to read
sleep-on = On which day
sleep-language = In which language
sleep-save = Save
sleep-refer = Refer her
sleep-said = { $what }, in { $language }: { $who }, { $day }
sleep-months = Taught before they went home
sleep-of = { $n } of { $of } who left
sleep-unknown = Not known: no record says who left
sleep-no-stay = { $n } more were taught, of whose stay there is no record
sleep-months-note = Counted among the mothers whose stay is known from the hospital’s records. Only births of the last 90 days are known here.
sleep-policy = Policy
sleep-policy-none = No policy is in force today.
sleep-policy-since = since { $from }
sleep-policy-until = from { $from } to { $to }
sleep-policy-new = Write down a policy
sleep-policy-save = Save the policy
sleep-field-document = Name of the document
sleep-field-from = In force from
sleep-field-to = No longer in force from, if you know it
sleep-field-words = What it says
done-goods-taught = Written down.
done-goods-policy = The policy is written down.
problem-choose-a-day-from-the-birth-until-she-left = Choose a day from the birth until she left.
problem-tick-what-was-done = Tick what was done.
problem-choose-a-day = Choose a day.
problem-this-day-has-not-come-yet = This day has not come yet.
problem-say-it-in-at-most-200-characters = Say it in at most 200 characters.
problem-choose-a-day-after-the-first-one = Choose a day after the first one.

## Who does what, the plan, reviews
team-title = Who does what for her
team-nobody = Nobody yet.
team-plan = Her plan, and reviews
team-add = Add somebody
team-add-save = Add
team-duty = What they do
team-who = Who
team-works-for = For whom they work, if for somebody
team-end = No longer
care-plan-title = { $name }: team and plan
plan-wants = What she wants, in her words
plan-wants-none = Nothing is written down yet. Ask her what matters most to her, and write it as she says it.
plan-said-in = said in { $language }
plan-noted = { $who }, { $at }
care-plan-by = by { $day }
plan-drop = Not needed
plan-step-add = Add a step
plan-step = The step
plan-owner = Who takes it: she herself, a person, an organisation
plan-step-save = Add the step
plan-goal-add = Write down what she wants
plan-goal = In her words
plan-goal-save = Save
goal-state-open = open
goal-state-reached = she has it
goal-state-left = she does not want it any more
goal-reached = She has it
goal-left = She does not want it any more
goal-open = Open it again
step-is-open = open again
step-is-done = done
step-is-dropped = not needed
review-ask = Put her on the agenda
review-why = Why
review-ask-save = Put on the agenda
review-asked = put on the agenda by { $who }, { $at }
review-held = spoken of; { $who }, { $at }
review-hold = Write down the review
review-notes = What was said
review-decisions = Each decision becomes a task.
review-decision = Decision { $n }
review-hold-save = Save the review
case-reviews = Reviews of her case
agenda-title = Agenda of the case review
agenda-n = { $n ->
    [0] No case is on the agenda
    [one] One case is on the agenda
   *[other] { $n } cases are on the agenda
}
agenda-none = No case waits to be spoken of.
agenda-none-more = Put one on the agenda from its page “team and plan”.
done-front-planned = Saved.
problem-say-it-in-fewer-words = Say it in fewer words.
problem-this-case-is-on-the-agenda-already = This case is on the agenda already.

## Contraception
nav-methods = Contraception
denied-this-is-said-by-the-site-itself = this is said by the site itself
denied-what-a-site-changed-is-written-down-by-the-site-itself = what a site changed is written down by the site itself
denied-what-everybody-may-see-is-decided-for-the-whole-network = what everybody may see is decided for the whole network
methods-title = { $n ->
    [0] No site says yet which methods it has
    [one] One site says which methods it has
   *[other] { $n } sites say which methods they have
}
methods-purpose = Each site says itself what it has, and whether on the same day.
methods-none = No site is known here yet.
methods-not-said = Says nothing yet: that does not mean that it has none.
methods-said = As said on { $at }
methods-edit = Say what we have
methods-save = Save
access-none = not here, or not known
access-same-day = on the same day
access-later = on another day
access-referred = somewhere else, by referral
talk-link = Contraception: what she was asked, offered and chose
talk-title = { $name }: contraception
talk-purpose = Only if she wants to talk about it. This is in no list and on no paper.
talk-open = Not said
talk-asked = She was asked
talk-wants = Does she want a method?
wish-yes = Yes
wish-no = No
wish-unsure = She does not know yet
wish-declined = She does not want to say
talk-offered = What was offered to her
talk-chosen = What she chose
talk-outcome = What became of it
choice-received = She has it
choice-waiting = She waits for it
choice-declined = She does not want it any more
talk-save = Save
problem-nobody-asked-her-tick-that-she-was-asked-or-leave-the-rest-open = Nobody asked her: tick that she was asked, or leave the rest open.
problem-choose-which-method-or-leave-open-what-became-of-it = Choose which method, or leave open what became of it.
problem-choose-one-of-the-methods = Choose one of the methods.

# Who died, of a family on a list.
loss-herself = Has died.
loss-mother = The mother has died.
loss-baby = Her baby has died.
loss-one-baby = One of her babies has died.
loss-said = The pregnancy or the baby was lost.
