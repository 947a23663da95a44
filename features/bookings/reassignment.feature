Feature: Reassignment
  A visit passes from one technician to another.
  The entry has to be where the work is.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-081
  Rule: The technician who takes over receives an entry
    A colleague who steps in has little time; the calendar must be right at once.

    Scenario: The colleague who takes over sees the visit
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"

    Scenario: The colleague sees the work order as it is now
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"
      And the second technician's item of "Boiler repair" shows the Work Order Summary "Pump is leaking" in Outlook

    Scenario: A visit reassigned before the first cycle goes to the colleague
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"

  @BKG-082
  Rule: By default the entry leaves the calendar of the former technician
    Two people at one door cost as much as nobody.

    Scenario: The former technician no longer sees the visit
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The former technician keeps the other visit of the same work order
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "First visit" of work order "Lift overhaul" tomorrow at 09:00
      And the technician has the synchronised booking "Second visit" of work order "Lift overhaul" tomorrow at 14:00
      When the dispatcher reassigns "Second visit" to the second technician
      And 15 minutes pass
      Then the technician's calendar no longer shows "Second visit"
      And the technician's calendar still shows "First visit"

  @BKG-083
  Rule: Where deletions are told apart the former technician keeps the entry, unlinked
    Some firms want calendars in which nothing disappears by reorganisation.

    Scenario: The entry stays with the former technician
      Given logical deletions are told apart from physical ones
      And a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The former technician's entry is no longer linked
      Given logical deletions are told apart from physical ones
      And a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the technician's item of "Boiler repair" is no longer linked

    Scenario: The former technician's entry keeps the old hour when the colleague gets another
      Given logical deletions are told apart from physical ones
      And a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And the dispatcher moves "Boiler repair" by 2 hours
      And 30 minutes pass
      Then the technician's item of "Boiler repair" still starts tomorrow at 09:00 in Outlook

  @BKG-084
  Rule: Reassigning a past visit does not delete the former technician's entry
    Who was there was there; the diary is not rewritten.

    Scenario Outline: The entry of <start> stays with the former technician
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" <start>
      When the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

      Examples:
        | start                 | expected because            |
        | yesterday at 09:00    | just past                   |
        | last Friday at 09:00  | the middle of the past week |
        | last Tuesday at 10:00 | near the edge of the window |

  @BKG-085
  Rule: A visit reassigned to something without a mailbox appears nowhere new
    A visit handed to a pool waits there for somebody; until then it is in no new calendar.

    Scenario Outline: A visit reassigned to <kind> appears in no other calendar
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to <kind>
      And 30 minutes pass
      Then no calendar but the technician's shows "Boiler repair"

      Examples:
        | kind                           |
        | an equipment resource          |
        | a pool                         |
        | a crew                         |
        | a user without a ready mailbox |

    Scenario: Where deletions are told apart the visit reassigned to a pool stays, unlinked
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to a pool
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

  @BKG-086
  Rule: A visit reassigned and returned between two cycles leaves one entry
    Dispatchers change their minds; calendars should not show it.

    Scenario: A visit returned at once stays one entry
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher reassigns "Boiler repair" to the second technician
      And the dispatcher reassigns "Boiler repair" to the technician
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the second technician's calendar does not show "Boiler repair"
