Feature: One booking, one entry
  A lasting link ties each booking to its entry.
  It keeps the calendar free of duplicates, and it ends when the technician ends it.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-020
  Rule: Quiet cycles neither add a second entry nor touch the first
    Synchronisation runs all day; the technician should notice it only when something changes.

    Scenario: A quiet day leaves one untouched entry
      Given the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When 1 day passes
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" has not been touched in Outlook

    Scenario: A new booking leaves its neighbour untouched
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher books the technician for "Meter exchange" tomorrow at 14:00
      And 30 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And "Boiler repair" has not been touched in Outlook

  @BKG-021
  Rule: Entries of bookings send no invitations
    Nobody is invited to a booking, so nobody should find mail about it.

    Scenario: A new booking sends no mail
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And nobody has received a meeting message

    Scenario: A moved booking sends no mail
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook
      And nobody has received a meeting message

  @BKG-022
  Rule: The booked technician is the organizer of the entry
    The technician must be able to handle the entry like one of their own.

    Scenario: The technician organizes the visit
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician is the organizer of "Boiler repair"

    Scenario: The colleague organizes the colleague's visit
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the second technician for "Meter exchange" tomorrow at 09:00
      And 15 minutes pass
      Then the second technician is the organizer of "Meter exchange"

  @BKG-023
  Rule: A link ties the entry to its booking, and later changes use it
    Without the link every change would leave an old entry behind.

    Scenario: A moved booking moves its own entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" is the same item as before
      And "Boiler repair" starts tomorrow at 10:00 in Outlook

    Scenario: The link still holds a day later
      Given the technician has the synchronised booking "Boiler repair" on Thursday at 09:00
      When 1 day passes
      And the dispatcher moves "Boiler repair" to next Tuesday at 09:00
      And 15 minutes pass
      Then "Boiler repair" is the same item as before
      And "Boiler repair" starts next Tuesday at 09:00 in Outlook

    Scenario: Two visits of one work order are not mixed up
      Given the technician has the synchronised booking "Morning visit" of work order "Lift overhaul" tomorrow at 09:00
      And the technician has the synchronised booking "Afternoon visit" of work order "Lift overhaul" tomorrow at 14:00
      When the dispatcher moves "Afternoon visit" to tomorrow at 16:00
      And 15 minutes pass
      Then "Afternoon visit" starts tomorrow at 16:00 in Outlook
      And "Morning visit" still starts tomorrow at 09:00 in Outlook

  @BKG-024
  Rule: A linked entry carries the tracked category
    The category shows the technician at a glance which entries the office looks after.

    Scenario: A new entry carries the category
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" carries the tracked category

    Scenario: An entry that has been moved still carries the category
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook
      And "Boiler repair" carries the tracked category

  @BKG-075
  Rule: An update changes the entry that is there and never replaces it
    Reminders and notes hang on the entry; a replaced one would lose them.

    Scenario: A booking that grows keeps its entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher lengthens "Boiler repair" by 30 minutes
      And 15 minutes pass
      Then "Boiler repair" is the same item as before
      And "Boiler repair" ends tomorrow at 10:30 in Outlook

    Scenario: A booking that is relocated keeps its entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      Then "Boiler repair" is the same item as before
      And "Boiler repair" shows the Location "3 Harbour Road" in Outlook

  @BKG-080
  Rule: After unlinking, the booking no longer changes the entry
    Whoever takes the category off keeps the entry for personal use.

    Scenario: An unlinked entry keeps its time
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician takes the tracked category off "Boiler repair"
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 2 hours
      And 30 minutes pass
      Then "Boiler repair" still starts tomorrow at 09:00 in Outlook

    Scenario: An unlinked entry keeps its place
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician takes the tracked category off "Boiler repair"
      And 15 minutes pass
      And the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 30 minutes pass
      Then "Boiler repair" still shows the Location "14 Mill Lane" in Outlook

  @BKG-116
  Rule: A copy that another solution made is left where it is
    Some firms had built a synchronisation of their own; telling its entries apart
    is not asked of anybody.

    Scenario: A copy made by hand stays beside the entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When someone copies "Boiler repair" in Outlook by hand
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And the copy of "Boiler repair" still exists in Outlook
