Feature: Deletion
  A deleted booking takes its entry along.
  The entry has to be tracked, organized by the technician and still to come.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-096
  Rule: A deleted booking takes its entry along when every condition holds
    A visit that no longer exists must not block the technician's day.

    Scenario: The entry of a deleted visit disappears
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The entry disappears where deletions are told apart as well
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The entry disappears although the technician has written into it
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician changes the body of "Boiler repair" in Outlook to "Ask for the caretaker first"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The entry disappears after the visit was put off
      Given the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the dispatcher moves "Boiler repair" to tomorrow at 09:00
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

  @BKG-105
  Rule: A deletion reaches the calendar within fifteen minutes
    Deletions are as urgent as bookings: somebody may already be on the way.

    Scenario Outline: A visit deleted <span> after the last look disappears in time
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When <span> pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

      Examples:
        | span       | expected because         |
        | 2 minutes  | early between two cycles |
        | 7 minutes  | in the middle            |
        | 14 minutes | late between two cycles  |

  @BKG-106
  Rule: A booking deleted before its first cycle leaves no entry
    A slip of the mouse on the board must not show anywhere.

    Scenario: A visit deleted at once never appears
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 14:00
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

  @BKG-107
  Rule: Deleting on both sides ends well and hurts no other entry
    Technician and dispatcher often tidy up after the same phone call.

    Scenario: The technician deletes first
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician has the synchronised booking "Meter exchange" tomorrow at 14:00
      When the technician deletes "Boiler repair" in Outlook
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then "Meter exchange" is unchanged in Outlook

    Scenario: The other visit still follows its booking
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician has the synchronised booking "Meter exchange" tomorrow at 14:00
      When the technician deletes "Boiler repair" in Outlook
      And the dispatcher deletes "Boiler repair"
      And the dispatcher moves "Meter exchange" by 1 hour
      And 15 minutes pass
      Then "Meter exchange" starts tomorrow at 15:00 in Outlook

  @BKG-108
  Rule: Deleting a cancelled booking follows the same conditions
    A cancelled visit is tidied away like any other.

    Scenario: The entry of a cancelled visit disappears with the booking
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The entry of a cancelled past visit stays
      Given the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The entry of a cancelled visit stays when its category is gone
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician takes the tracked category off "Boiler repair"
      When the dispatcher cancels "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-109
  Rule: When a work order is deleted, the entries follow what becomes of its bookings
    Whether the visit or the whole order is struck, the technician should see the same.

    Scenario: The work order is deleted together with its visit
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher deletes the work order "Boiler repair" together with its bookings
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The work order is deleted and the visit remains without it
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher deletes the work order "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: Where deletions are told apart the visit without a work order stays, unlinked
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher deletes the work order "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

  @BKG-122
  Rule: Deleting one booking leaves the others of its work order alone
    One visit less is no reason to lose the next one.

    Scenario: The other visit of the same technician stays untouched
      Given the technician has the synchronised booking "First visit" of work order "Lift overhaul" tomorrow at 09:00
      And the technician has the synchronised booking "Second visit" of work order "Lift overhaul" tomorrow at 14:00
      When the dispatcher deletes "First visit"
      And 15 minutes pass
      Then the technician's calendar no longer shows "First visit"
      And "Second visit" has not been touched in Outlook

    Scenario: The colleague's visit stays untouched
      Given a second technician with a ready mailbox
      And the technician has the synchronised booking "First visit" of work order "Lift overhaul" tomorrow at 09:00
      And the second technician has the synchronised booking "Second visit" of work order "Lift overhaul" tomorrow at 09:00
      When the dispatcher deletes "First visit"
      And 15 minutes pass
      Then the technician's calendar no longer shows "First visit"
      And "Second visit" has not been touched in Outlook
