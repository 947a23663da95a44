Feature: One way only
  Field Service plans, Outlook shows.
  Whatever a technician does in Outlook, the plan stays as the dispatcher made it.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-003
  Rule: An entry made in Outlook never becomes a booking
    The schedule board is the dispatcher's; a dentist's appointment must not appear on it.

    Scenario: A private entry stays private
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician creates the entry "Dentist" in Outlook tomorrow at 13:00
      And 1 hour passes
      Then no booking has come into being

    Scenario: A private entry at the hour of a booking stays private
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician creates the entry "Dentist" in Outlook tomorrow at 09:00
      And 1 hour passes
      Then no booking has come into being

    Scenario: A copy made by hand is no second booking
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When someone copies "Boiler repair" in Outlook by hand
      And 1 hour passes
      Then no booking has come into being

  @BKG-004
  Rule: Editing the entry in Outlook leaves the booking alone
    Technicians note things in their calendar; the promise made to the customer
    changes only when the dispatcher changes it.

    Scenario: The technician moves the entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician moves "Boiler repair" in Outlook to tomorrow at 11:00
      And 30 minutes pass
      Then the booking "Boiler repair" is unchanged in Dataverse

    Scenario Outline: The technician changes the <aspect> of the entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician changes the <aspect> of "Boiler repair" in Outlook to "<text>"
      And 30 minutes pass
      Then the booking "Boiler repair" is unchanged in Dataverse
      And the work order "Boiler repair" is unchanged in Dataverse

      Examples:
        | aspect   | text                        |
        | subject  | Boiler, bring the ladder    |
        | location | Back entrance               |
        | body     | Ask for the caretaker first |

  @BKG-005
  Rule: Deleting the entry in Outlook leaves the booking alone
    Tidying up a calendar must never cost a customer the visit.

    Scenario: The technician deletes the entry of a coming visit
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician deletes "Boiler repair" in Outlook
      And 30 minutes pass
      Then the booking "Boiler repair" still exists in Dataverse
      And the booking "Boiler repair" is unchanged in Dataverse

    Scenario: The technician deletes the entry of a past visit
      Given the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the technician deletes "Boiler repair" in Outlook
      And 30 minutes pass
      Then the booking "Boiler repair" still exists in Dataverse
      And the booking "Boiler repair" is unchanged in Dataverse

  @BKG-006
  Rule: A deleted entry does not come back by itself
    A technician who removed an entry does not want to remove it every quarter of an hour.

    Scenario: The deleted entry stays away
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician deletes "Boiler repair" in Outlook
      And 1 hour passes
      Then the technician's calendar does not show "Boiler repair"

    Scenario: A change of the work order does not bring the deleted entry back
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician deletes "Boiler repair" in Outlook
      And 15 minutes pass
      And the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Burner and pump"
      And 1 hour passes
      Then the technician's calendar does not show "Boiler repair"

    Scenario: A moved booking brings the deleted entry back at most once
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician deletes "Boiler repair" in Outlook
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair" at most once
      And it is noted whether the technician's calendar shows "Boiler repair"

  @BKG-007
  Rule: Tracking an Outlook entry makes an appointment at most, never a booking
    Tracking ties an entry to a customer; it does not plan work.

    Scenario: The technician tracks an entry by its category
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician has the entry "Team lunch" in the calendar tomorrow at 12:00
      When the technician puts the tracked category on the entry "Team lunch"
      And 15 minutes pass
      Then no booking has come into being
      And at most one appointment has come into being

    Scenario: The technician tracks an entry with the add-in
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician has the entry "Team lunch" in the calendar tomorrow at 12:00
      When the technician tracks the entry "Team lunch" with the add-in
      And 15 minutes pass
      Then no booking has come into being
      And at most one appointment has come into being

  @BKG-008
  Rule: The next change of the booking replaces what the technician had edited
    Once the plan changes, the calendar has to be right again, in every detail.

    Scenario: The technician's own time gives way
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician moves "Boiler repair" in Outlook to tomorrow at 15:00
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" to tomorrow at 10:00
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook

    Scenario: The technician's own place gives way
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician changes the location of "Boiler repair" in Outlook to "Back entrance"
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" shows the Location "14 Mill Lane" in Outlook
