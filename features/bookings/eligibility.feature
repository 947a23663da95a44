Feature: Only work for a customer
  A booking reaches Outlook when it belongs to a work order.
  Internal bookings stay on the schedule board.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-013
  Rule: A booking without a work order stays out of Outlook
    Training and stock-taking are planned too, but only visits are meant for the calendar.

    Scenario: Only the booking with a work order appears
      When the dispatcher books the technician without a work order as "Stock-taking" tomorrow at 09:00
      And the dispatcher books the technician for "Boiler repair" tomorrow at 13:00
      And 30 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the technician's calendar does not show "Stock-taking"

    Scenario: Moving a booking without a work order does not bring it in
      When the dispatcher books the technician without a work order as "Stock-taking" tomorrow at 09:00
      And the dispatcher books the technician for "Boiler repair" tomorrow at 13:00
      And 15 minutes pass
      And the dispatcher moves "Stock-taking" to tomorrow at 15:00
      And 30 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the technician's calendar does not show "Stock-taking"

  @BKG-014
  Rule: A booking that receives a work order comes into Outlook
    Dispatchers often reserve the time first and attach the work order later.

    Scenario: A reserved hour shows the work order it has received
      Given a work order "Boiler repair" with
        | fact   | value |
        | Number | 00042 |
      When the dispatcher books the technician without a work order as "Reserved hour" tomorrow at 09:00
      And 15 minutes pass
      And the dispatcher puts "Reserved hour" on the work order "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar shows "Reserved hour"
      And "Reserved hour" shows the Number "00042" in Outlook

    Scenario: A reserved hour far ahead stays out even with a work order
      When the dispatcher books the technician without a work order as "Reserved hour" in 20 days
      And 15 minutes pass
      And the dispatcher puts "Reserved hour" on the work order "Boiler repair"
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 30 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Reserved hour"

  @BKG-015
  Rule: A booking that loses its work order is treated as if it had left the technician's view
    The visit is off; what happens to the entry follows the rules for records
    that are no longer visible.

    Scenario: By default the entry goes with the work order
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher takes "Boiler repair" off its work order
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: Where deletions are told apart the entry without a work order stays, unlinked
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher takes "Boiler repair" off its work order
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

    Scenario: Later changes do not reach the entry of a booking without a work order
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher takes "Boiler repair" off its work order
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 2 hours
      And 30 minutes pass
      Then "Boiler repair" still starts tomorrow at 09:00 in Outlook
