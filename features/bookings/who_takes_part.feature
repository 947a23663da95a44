Feature: Who takes part
  Bookings reach people whose mailbox is ready.
  Machines, pools and people without a ready mailbox are booked as well, and must not get in the way.

  @BKG-011
  Rule: Where appointments already synchronise, bookings need no further set-up
    The administrator prepares a mailbox once; nobody should have to visit every
    user again for bookings.

    Scenario: A technician with a long-prepared mailbox is booked for the first time
      Given a technician with a ready mailbox
      And synchronisation is running
      When 1 day passes
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

    Scenario: A technician who joins later is booked without further set-up
      Given a technician with a ready mailbox
      And synchronisation is running
      And a second technician with a ready mailbox
      When 15 minutes pass
      And the dispatcher books the second technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"

  @BKG-012
  Rule: Bookings that were there before the mailbox became ready are picked up
    A new technician has often been planned for days before the mailbox is prepared.

    Scenario Outline: A booking <start> is picked up once the mailbox is ready
      Given a technician whose mailbox is not ready
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start>
      And 1 hour passes
      And the technician's mailbox becomes ready
      And 30 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start                | expected because                    |
        | last Friday at 09:00 | the past week belongs to the window |
        | tomorrow at 09:00    | the ordinary case                   |
        | next Friday at 09:00 | next week belongs to the window     |

  @BKG-017
  Rule: A booking of anything without a ready mailbox leaves no entry and hinders nobody
    Vans, rooms and crews are booked every day beside people who do have a calendar.

    Scenario Outline: A booking of <kind> leaves no entry beside the technician's own
      Given a technician with a ready mailbox
      And synchronisation is running
      When the dispatcher books <kind> for "Lift overhaul" as "Support" tomorrow at 09:00
      And the dispatcher books the technician for "Lift overhaul" as "Repair" tomorrow at 11:00
      And 15 minutes pass
      Then the technician's calendar shows "Repair"
      And the technician's calendar does not show "Support"

      Examples:
        | kind                           |
        | an equipment resource          |
        | a pool                         |
        | a crew                         |
        | a facility                     |
        | an account resource            |
        | a contact resource             |
        | a generic resource             |
        | a user without a ready mailbox |

    Scenario: A technician whose mailbox is not ready does not hold up the colleague
      Given a technician whose mailbox is not ready
      And a second technician with a ready mailbox
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the second technician for "Meter exchange" tomorrow at 09:00
      And 15 minutes pass
      Then the second technician's calendar shows "Meter exchange"
