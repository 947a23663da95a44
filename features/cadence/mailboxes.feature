Feature: Beginnings and second attempts
  A mailbox is looked after from the moment it is ready.
  Tracking does not wait for the next cycle, and a failed attempt waits for no more than that.

  @CAD-010
  Rule: Tracking an entry brings it into Dataverse at once
    Whoever presses the button wants to go on working with the record now.

    Scenario: An entry tracked with the add-in is there without waiting
      Given a technician with a ready mailbox
      And synchronisation is running
      And the technician has the entry "Customer meeting" in the calendar tomorrow at 13:00
      When the technician tracks the entry "Customer meeting" with the add-in
      Then the appointment "Customer meeting" exists in Dataverse

    Scenario: A tracked entry stays one appointment
      Given a technician with a ready mailbox
      And synchronisation is running
      And the technician has the entry "Customer meeting" in the calendar tomorrow at 13:00
      When the technician tracks the entry "Customer meeting" with the add-in
      And 30 minutes pass
      Then the appointment "Customer meeting" exists in Dataverse
      And at most one appointment has come into being

  @CAD-015
  Rule: An entry that failed for a moment is tried again in the next cycle
    A hiccup of the mail server must not cost a visit.

    Scenario: A booking arrives although the first attempt failed
      Given a technician with a ready mailbox
      And synchronisation is running
      And Exchange is out of order for the next new entry
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 30 minutes pass
      Then the technician's calendar shows "Boiler repair"

    Scenario: A repeated attempt leaves one entry only
      Given a technician with a ready mailbox
      And synchronisation is running
      And Exchange is out of order for the next new entry
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 2 hours pass
      Then the technician's calendar shows "Boiler repair"

  @CAD-019
  Rule: The first cycle runs within fifteen minutes after the mailbox is ready
    On the first day at work the calendar should not stay empty.

    Scenario Outline: A mailbox that becomes ready after <span> is looked after in time
      Given a technician whose mailbox is not ready
      And synchronisation is running
      When <span> pass
      And the technician's mailbox becomes ready
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | span      | expected because                    |
        | 7 minutes | between two cycles                  |
        | 2 hours   | after a long silence of the mailbox |
