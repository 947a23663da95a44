Feature: Reaching the calendar
  A technician finds the day's work in Outlook, between meetings and private entries.
  Each booking goes to the person who is booked, and to nobody else.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-001
  Rule: A booking of a work order appears in the technician's Outlook calendar
    This is the promise of the whole integration: the technician looks in one place
    and sees where to be.

    Scenario Outline: A booking <start> appears in the calendar
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start                | expected because                |
        | today at 14:00       | work of the same day counts     |
        | tomorrow at 09:00    | the ordinary case               |
        | next Friday at 16:30 | next week's plan counts as well |

    Scenario: A booking appears after two quiet days
      When 2 days pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

  @BKG-002
  Rule: The entry stands in the main calendar and leaves the technician's own entries alone
    Work and private life share one calendar; work must not push anything out of it.

    Scenario: A booking lands in the main calendar
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" is in the technician's main calendar

    Scenario: A private entry at the same hour stays as it was
      Given the technician has the entry "Dentist" in the calendar tomorrow at 09:00
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the technician's entry "Dentist" is unchanged

  @BKG-016
  Rule: Only the technician who is booked receives the entry
    A colleague who finds foreign work in the calendar drives to the wrong customer.

    Scenario: The colleague's calendar stays empty
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the second technician's calendar has gained nothing

    Scenario: The colleague is booked instead
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the second technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"
      And the technician's calendar does not show "Boiler repair"

  @BKG-018
  Rule: Two technicians on one work order each get their own entry
    Large jobs need two people, and each of them has a part of the day of their own.

    Scenario: Each of two visits keeps its own time window
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Lift overhaul" as "Morning visit" tomorrow at 09:00
      And the dispatcher books the second technician for "Lift overhaul" as "Noon visit" tomorrow at 12:00 lasting 2 hours
      And 15 minutes pass
      Then "Morning visit" ends tomorrow at 10:00 in Outlook
      And "Noon visit" ends tomorrow at 14:00 in Outlook

    Scenario: Two technicians work side by side at the same hour
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Lift overhaul" as "First pair of hands" tomorrow at 09:00
      And the dispatcher books the second technician for "Lift overhaul" as "Second pair of hands" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "First pair of hands"
      And the second technician's calendar shows "Second pair of hands"

  @BKG-019
  Rule: Every booking of a technician has an entry of its own
    A technician who visits the same customer three times must see three visits.

    Scenario: Three visits of one work order are three entries
      When the dispatcher books the technician for "Lift overhaul" as "First visit" on Tuesday at 09:00
      And the dispatcher books the technician for "Lift overhaul" as "Second visit" on Wednesday at 09:00
      And the dispatcher books the technician for "Lift overhaul" as "Third visit" on Thursday at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "First visit"
      And the technician's calendar shows "Second visit"
      And the technician's calendar shows "Third visit"

    Scenario: Two work orders at the same hour are two entries
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the technician's calendar shows "Meter exchange"
