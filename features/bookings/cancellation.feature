Feature: Cancellation
  A cancelled visit stays in the calendar, unless the administrator has decided otherwise.
  Then the entry is cancelled too, and people who were invited to it are told.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-087
  Rule: By default a cancelled booking is not shown as cancelled in Exchange
    Many firms rebook cancelled visits within minutes and want no alarm in between.

    Scenario: The entry of a cancelled visit is not cancelled
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then "Boiler repair" is not cancelled in Outlook

    Scenario: The customer of a cancelled visit receives no mail
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician invites the customer to "Boiler repair"
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then the customer has received no cancellation

  @BKG-088
  Rule: By default the entry of a cancelled booking stays in the calendar
    The technician can still see what had been planned and call the customer.

    Scenario: The entry of a cancelled visit stays
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The entry of a past visit that is cancelled afterwards stays
      Given the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-089
  Rule: Where cancellations are passed on, cancelling a booking cancels its entry
    Nobody drives to a visit that has been called off.

    Scenario: The entry of a cancelled visit is cancelled as well
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      Then "Boiler repair" is cancelled or gone in Outlook

    Scenario: Only the cancelled one of two visits is called off
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "First visit" of work order "Lift overhaul" tomorrow at 09:00
      And the technician has the synchronised booking "Second visit" of work order "Lift overhaul" tomorrow at 14:00
      When the dispatcher cancels "First visit"
      And 15 minutes pass
      Then "First visit" is cancelled or gone in Outlook
      And "Second visit" is unchanged in Outlook

  @BKG-090
  Rule: Where cancellations are passed on, everybody invited is told
    The customer who took a morning off deserves to know.

    Scenario: The customer receives the cancellation
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician invites the customer to "Boiler repair"
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      Then the customer has received 1 cancellation

    Scenario: The customer is not told twice
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician invites the customer to "Boiler repair"
      When the dispatcher cancels "Boiler repair"
      And 2 hours pass
      Then the customer has received 1 cancellation

  @BKG-091
  Rule: Without anybody invited a cancellation sends no mail
    A message to nobody in particular only puzzles the technician.

    Scenario: A visit to which nobody is invited is cancelled in silence
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      Then "Boiler repair" is cancelled or gone in Outlook
      And nobody has received a meeting message

  @BKG-092
  Rule: Cancelling a past visit sends no mail
    Weeks later a visit is struck from the books; the customer need not hear of it.

    Scenario: The customer of a past visit receives no cancellation
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      And the technician invites the customer to "Boiler repair"
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then the customer has received no cancellation

    Scenario: A past visit to which nobody is invited is cancelled in silence
      Given cancellations are passed on to Exchange
      And the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the dispatcher cancels "Boiler repair"
      And 30 minutes pass
      Then nobody has received a meeting message

  @BKG-093
  Rule: Deciding later to pass cancellations on does not reach back
    A change of settings should not sweep through calendars.

    Scenario: The entry of a visit cancelled before the decision stays
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the administrator passes cancellations on to Exchange
      And 1 hour passes
      Then the technician's calendar still shows "Boiler repair"

  @BKG-094
  Rule: A cancelled visit that takes place after all keeps its entry
    The customer calls back, and the plan stands again as if nothing had happened.

    Scenario: A visit that takes place after all moves its old entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the dispatcher reactivates "Boiler repair"
      And the dispatcher moves "Boiler repair" to tomorrow at 11:00
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 11:00 in Outlook

    Scenario: A visit that takes place after all is the same entry as before
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the dispatcher reactivates "Boiler repair"
      And the dispatcher moves "Boiler repair" to tomorrow at 11:00
      And 15 minutes pass
      Then "Boiler repair" is the same item as before

  @BKG-095
  Rule: A booking cancelled before its first cycle may get an entry or not
    The documents are silent, so the report only tells.

    Scenario: It is told whether a visit cancelled at once appears
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair" at most once
      And it is noted whether the technician's calendar shows "Boiler repair"
