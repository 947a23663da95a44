Feature: Switching synchronisation off and on
  Synchronisation can be switched off for a technician, for an hour or for good.
  What is in the calendar stays there, and nothing moves until it is switched on again.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-110
  Rule: Switching off deletes nothing
    A technician on parental leave keeps the diary of the past year.

    Scenario: The entry stays after switching off
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And 1 hour passes
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The entry stays while the colleague goes on as usual
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher books the second technician for "Meter exchange" tomorrow at 09:00
      And 1 hour passes
      Then the second technician's calendar shows "Meter exchange"
      And the technician's calendar still shows "Boiler repair"

  @BKG-111
  Rule: After switching off, new bookings do not appear
    Off means off; nobody wants to be planned into a calendar that is handed back.

    Scenario: Only the colleague's new visit appears
      Given a second technician with a ready mailbox
      When the administrator switches synchronisation off for the technician
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the second technician for "Meter exchange" tomorrow at 09:00
      And 1 hour passes
      Then the second technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

    Scenario: A new visit stays out although an earlier one is there
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher books the technician for "Meter exchange" tomorrow at 14:00
      And 1 hour passes
      Then the technician's calendar does not show "Meter exchange"

  @BKG-112
  Rule: Switching off and on again keeps the links
    After a short break everything goes on without duplicates.

    Scenario: After a break the booking moves its old entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And 30 minutes pass
      And the administrator switches synchronisation on for the technician
      And the dispatcher moves "Boiler repair" by 1 hour
      And 30 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook

    Scenario: After a break the entry is the same as before
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And 30 minutes pass
      And the administrator switches synchronisation on for the technician
      And the dispatcher moves "Boiler repair" by 1 hour
      And 30 minutes pass
      Then "Boiler repair" is the same item as before

  @BKG-113
  Rule: While it is off, changes do not reach the entry
    A calendar in somebody else's hands must not be written to.

    Scenario: A visit moved meanwhile keeps its old hour
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher moves "Boiler repair" by 2 hours
      And 1 hour passes
      Then "Boiler repair" still starts tomorrow at 09:00 in Outlook

    Scenario: A visit relocated meanwhile does not show its new place
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 1 hour passes
      Then "Boiler repair" does not show "3 Harbour Road" in Outlook

  @BKG-114
  Rule: While it is off, a deleted booking does not delete its entry
    The same holds for taking away as for writing: off means off.

    Scenario: A visit deleted meanwhile keeps its entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher deletes "Boiler repair"
      And 1 hour passes
      Then the technician's calendar still shows "Boiler repair"

  @BKG-115
  Rule: After switching on again, the calendar catches up
    The first look after a break should show today's plan, not last week's.

    Scenario: A visit booked meanwhile appears
      When the administrator switches synchronisation off for the technician
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 1 hour passes
      And the administrator switches synchronisation on for the technician
      And 30 minutes pass
      Then the technician's calendar shows "Boiler repair"

    Scenario: A visit moved meanwhile stands at its new hour
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator switches synchronisation off for the technician
      And the dispatcher moves "Boiler repair" by 2 hours
      And 1 hour passes
      And the administrator switches synchronisation on for the technician
      And 30 minutes pass
      Then "Boiler repair" starts tomorrow at 11:00 in Outlook
