Feature: Changes of a booking
  When a visit moves to another hour or another place, the entry follows within one cycle.
  Other changes of the booking are no reason to touch the calendar.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-058
  Rule: A new start of the booking moves the entry
    A technician who arrives at the old hour stands before a closed door.

    Scenario Outline: A booking moved to <start> moves its entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to <start>
      And 15 minutes pass
      Then "Boiler repair" starts <start> in Outlook

      Examples:
        | start                 | expected because                    |
        | tomorrow at 09:15     | a small step counts                 |
        | tomorrow at 07:00     | earlier counts as well              |
        | next Tuesday at 09:00 | another day, the same hour          |
        | last Friday at 09:00  | the past week belongs to the window |

    Scenario: A booking moved twice on one day moves its entry twice
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 11:00 in Outlook

  @BKG-059
  Rule: A new end of the booking changes the end of the entry
    The next visit can only be planned when the end of this one is right.

    Scenario: A longer visit ends later
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher lengthens "Boiler repair" by 30 minutes
      And 15 minutes pass
      Then "Boiler repair" ends tomorrow at 10:30 in Outlook
      And "Boiler repair" still starts tomorrow at 09:00 in Outlook

    Scenario: A visit that grows past midnight ends on the next day
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 21:00
      When the dispatcher lengthens "Boiler repair" by 4 hours
      And 15 minutes pass
      Then "Boiler repair" ends on Wednesday at 02:00 in Outlook

  @BKG-060
  Rule: A new location of the booking changes the entry
    The customer has two plants; the technician must drive to the right one.

    Scenario: A relocated visit shows its new place and not the old one
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      Then "Boiler repair" shows the Location "3 Harbour Road" in Outlook
      And "Boiler repair" does not show "14 Mill Lane" in Outlook

    Scenario: A visit relocated a second time shows its latest place
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      And the dispatcher relocates "Boiler repair" to "27 Station Square"
      And 15 minutes pass
      Then "Boiler repair" shows the Location "27 Station Square" in Outlook

  @BKG-073
  Rule: Other changes of a linked booking do not refresh its entry
    Dispatchers tidy names all day; nobody wants the calendar to flicker with it.

    Scenario: A new name does not touch the entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher renames "Boiler repair" to "Boiler repair, confirmed"
      And 30 minutes pass
      Then "Boiler repair" is unchanged in Outlook

    Scenario: A new name does not carry a new summary along
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher renames "Boiler repair" to "Boiler repair, confirmed"
      And 30 minutes pass
      Then "Boiler repair" still shows the Work Order Summary "Burner fails to ignite" in Outlook

  @BKG-074
  Rule: A new status that is no cancellation may refresh the entry or not
    An older version of the documents says yes, the newer one does not; the report
    tells which one was followed.

    Scenario Outline: It is told whether the status <status> refreshes the entry
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher sets "Boiler repair" to "<status>"
      And 15 minutes pass
      Then "Boiler repair" still shows the Work Order Summary "Burner fails to ignite" in Outlook

      Examples:
        | status      |
        | Traveling   |
        | In Progress |
        | On Break    |

  @BKG-076
  Rule: Of several changes between two cycles only the last one counts
    Dispatchers try out hours on the board; the technician should see the decision only.

    Scenario: A booking moved three times at once stands at its last hour
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to tomorrow at 11:00
      And the dispatcher moves "Boiler repair" to next Tuesday at 15:00
      And the dispatcher moves "Boiler repair" to tomorrow at 13:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts tomorrow at 13:00 in Outlook

    Scenario: A place tried out in between leaves no trace
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And the dispatcher relocates "Boiler repair" to "27 Station Square"
      And 15 minutes pass
      Then "Boiler repair" shows the Location "27 Station Square" in Outlook
      And "Boiler repair" does not show "3 Harbour Road" in Outlook

    Scenario: A booking moved away and back stands where it was
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to next Tuesday at 15:00
      And the dispatcher moves "Boiler repair" to tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" still starts tomorrow at 09:00 in Outlook

  @BKG-077
  Rule: An entry is created with the latest state of booking and work order
    What counts is the plan at the time of the cycle, not the first click of the dispatcher.

    Scenario: A summary corrected before the first cycle is the one that shows
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Summary "Pump is leaking" in Outlook
      And "Boiler repair" does not show "Burner fails to ignite" in Outlook

    Scenario: An hour corrected before the first cycle is the one that shows
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher moves "Boiler repair" to tomorrow at 13:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts tomorrow at 13:00 in Outlook

  @BKG-078
  Rule: Saving the same hours again is no change
    Pressing "save" without changing anything must not move facts into the calendar.

    Scenario: Saving unchanged hours does not carry a new summary along
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher saves the times of "Boiler repair" unchanged
      And 30 minutes pass
      Then "Boiler repair" still shows the Work Order Summary "Burner fails to ignite" in Outlook

    Scenario: Saving unchanged hours does not change the entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher saves the times of "Boiler repair" unchanged
      And 30 minutes pass
      Then "Boiler repair" is unchanged in Outlook

  @BKG-079
  Rule: A booking put on another work order shows it with the next change of hour or place
    The entry must end up with the new job; until then it may keep the old one.

    Scenario: Without a new hour the entry keeps the old work order
      Given a work order "Boiler repair" with
        | fact   | value |
        | Number | 00042 |
      And a work order "Pump repair" with
        | fact   | value |
        | Number | 00077 |
      And the technician has the synchronised booking "Visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher puts "Visit" on the work order "Pump repair"
      And 30 minutes pass
      Then "Visit" still shows the Number "00042" in Outlook

    Scenario: With a new hour the entry shows the new work order
      Given a work order "Pump repair" with
        | fact   | value |
        | Number | 00077 |
      And the technician has the synchronised booking "Visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher puts "Visit" on the work order "Pump repair"
      And 15 minutes pass
      And the dispatcher moves "Visit" by 1 hour
      And 15 minutes pass
      Then "Visit" shows the Number "00077" in Outlook

  @BKG-120
  Rule: When completing a booking changes its end, the entry follows
    The calendar then shows how long the job really took.

    Scenario: A visit completed early ends early
      Given the technician has the synchronised booking "Boiler repair" yesterday at 09:00
      When the technician completes "Boiler repair" with the end yesterday at 09:40
      And 15 minutes pass
      Then "Boiler repair" ends yesterday at 09:40 in Outlook

    Scenario: A visit completed late ends late
      Given the technician has the synchronised booking "Boiler repair" yesterday at 09:00
      When the technician completes "Boiler repair" with the end yesterday at 12:20
      And 15 minutes pass
      Then "Boiler repair" ends yesterday at 12:20 in Outlook
      And "Boiler repair" still starts yesterday at 09:00 in Outlook
