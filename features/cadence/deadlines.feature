Feature: How long a change may take
  A change of a booking is in Outlook within fifteen minutes.
  Sooner is always welcome, and what is seen is the state at that moment.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @CAD-001
  Rule: A change of a booking is in Outlook within fifteen minutes
    Fifteen minutes are the promise on which dispatchers and technicians agree.

    Scenario Outline: A visit booked <span> after the last look is in Outlook in time
      When <span> pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | span       | expected because         |
        | 2 minutes  | early between two cycles |
        | 7 minutes  | in the middle            |
        | 14 minutes | late between two cycles  |

    Scenario Outline: A visit moved <span> after the last look is moved in Outlook in time
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When <span> pass
      And the dispatcher moves "Boiler repair" to tomorrow at 10:00
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook

      Examples:
        | span       | expected because         |
        | 2 minutes  | early between two cycles |
        | 7 minutes  | in the middle            |
        | 14 minutes | late between two cycles  |

  @CAD-002
  Rule: One cycle follows another within fifteen minutes
    A rhythm that slows down during the day would break the promise unnoticed.

    Scenario: Two busy hours never make a change wait too long
      Given the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When for 2 hours the dispatcher moves "Boiler repair" by 1 minute every minute
      Then no change of "Boiler repair" waited longer than 15 minutes

    Scenario: A busy hour after a quiet night never makes a change wait too long
      Given the technician has the synchronised booking "Boiler repair" on Friday at 09:00
      When 1 day passes
      And for 1 hour the dispatcher moves "Boiler repair" by 1 minute every minute
      Then no change of "Boiler repair" waited longer than 15 minutes

  @CAD-003
  Rule: A change may be in Outlook sooner
    Nobody is blamed for being quick; the report tells how quick.

    Scenario: It is told how long changes waited
      Given the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When for 1 hour the dispatcher moves "Boiler repair" by 1 minute every minute
      Then it is noted how long changes of "Boiler repair" waited
      And no change of "Boiler repair" waited longer than 15 minutes

  @CAD-004
  Rule: The rhythm of a mailbox depends on how busy it is
    The technician with a full day needs news sooner than the one on holiday.

    Scenario: The busy mailbox is looked after at least as often as the quiet one
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      And the second technician has the synchronised booking "Meter exchange" on Wednesday at 09:00
      When for 2 hours the dispatcher moves "Boiler repair" by 1 minute every minute
      Then the technician's mailbox has been visited at least as often as the second technician's

    Scenario: A quiet colleague does not slow the busy mailbox down
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When for 2 hours the dispatcher moves "Boiler repair" by 1 minute every minute
      Then no change of "Boiler repair" waited longer than 15 minutes

    Scenario: The quiet mailbox is not forgotten beside a busy one
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When for 2 hours the dispatcher moves "Boiler repair" by 1 minute every minute
      And the dispatcher books the second technician for "Meter exchange" on Wednesday at 09:00
      And 15 minutes pass
      Then the second technician's calendar shows "Meter exchange"

  @CAD-018
  Rule: A cycle works with the state of its own moment
    What was undone in between has never been there.

    Scenario: Of three hours in a row only the last is seen
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to tomorrow at 11:00
      And the dispatcher moves "Boiler repair" to next Tuesday at 15:00
      And the dispatcher moves "Boiler repair" to tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 13:00 in Outlook

    Scenario: A visit booked for the technician and handed on at once is seen only with the colleague
      Given a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"
      And the technician's calendar does not show "Boiler repair"
