Feature: When the entry outlives its booking
  A deleted booking leaves its entry behind when the entry is no longer tracked, is not organized by the technician,
  lies in the past, or when the booking has only gone out of sight.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-097
  Rule: An entry without the tracked category is not deleted
    Whoever takes the category off has taken the entry over.

    Scenario: The category was taken off some time ago
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician takes the tracked category off "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The category was taken off just before the deletion
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician takes the tracked category off "Boiler repair"
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-098
  Rule: An entry that somebody else organizes is not deleted
    Nobody's meeting may vanish because a booking did.

    Scenario: Somebody else became the organizer some time ago
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When somebody else becomes the organizer of "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: Somebody else became the organizer just before the deletion
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When somebody else becomes the organizer of "Boiler repair"
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-099
  Rule: A past entry is not deleted
    Hours worked are proved from the calendar; the past must not get holes.

    Scenario Outline: The entry of <start> stays when its booking is deleted
      Given the technician has the synchronised booking "Boiler repair" <start>
      When the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

      Examples:
        | start                 | expected because            |
        | 2 hours ago           | over since an hour          |
        | yesterday at 09:00    | the day before              |
        | last Tuesday at 10:00 | near the edge of the window |

    Scenario: An entry that has become past in the meantime stays
      Given the technician has the synchronised booking "Boiler repair" today at 12:00
      When 1 day passes
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-100
  Rule: Where deletions are told apart, a booking that has only gone out of sight keeps its entry
    A change of access rights is not a change of plan.

    Scenario: The technician loses access and keeps the entry
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician loses access to "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

    Scenario: The entry stays even when the booking out of sight is deleted later
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician loses access to "Boiler repair"
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-101
  Rule: By default a booking that has gone out of sight takes its entry along
    What somebody may no longer see should not stay in the calendar either.

    Scenario: The technician loses access and the entry disappears
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician loses access to "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"

    Scenario: The technician loses access to one of two visits and keeps the other
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician has the synchronised booking "Meter exchange" tomorrow at 14:00
      When the technician loses access to "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar no longer shows "Boiler repair"
      And the technician's calendar still shows "Meter exchange"

  @BKG-102
  Rule: An entry that is not deleted stays behind unlinked
    An entry without a booking must not pretend to be looked after by the office.

    Scenario: The entry without its category stays behind unlinked
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      And the technician takes the tracked category off "Boiler repair"
      When the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

    Scenario: The entry that somebody else organizes stays behind unlinked
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When somebody else becomes the organizer of "Boiler repair"
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

    Scenario: The past entry stays behind unlinked
      Given the technician has the synchronised booking "Boiler repair" last Friday at 09:00
      When the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

    Scenario: The entry of a booking out of sight stays behind unlinked
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician loses access to "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"
      And "Boiler repair" is no longer linked

    Scenario: A booking out of sight no longer moves the entry it left behind
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the technician loses access to "Boiler repair"
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 2 hours
      And 30 minutes pass
      Then "Boiler repair" still starts tomorrow at 09:00 in Outlook

  @BKG-103
  Rule: An entry that has begun no longer counts as future
    The technician is at the customer's; the entry should not vanish meanwhile.

    Scenario: A visit that is going on keeps its entry when its booking is deleted
      Given the technician has the synchronised booking "Boiler repair" 1 hour ago lasting 4 hours
      When the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-104
  Rule: Whether an entry is future is judged when the cycle runs
    Between deletion and cycle the visit may have begun.

    Scenario: A visit that begins between deletion and cycle keeps its entry
      Given the technician has the synchronised booking "Boiler repair" in 17 minutes
      When the dispatcher deletes "Boiler repair"
      And 15 minutes pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-121
  Rule: The hours that count for a deletion are the current ones
    A visit moved into the past is past, whatever was planned at first.

    Scenario Outline: A visit moved from tomorrow to <start> and deleted keeps its entry
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to <start>
      And 15 minutes pass
      And the dispatcher deletes "Boiler repair"
      And 30 minutes pass
      Then the technician's calendar still shows "Boiler repair"

      Examples:
        | start                 | expected because            |
        | yesterday at 09:00    | the day before              |
        | last Tuesday at 10:00 | near the edge of the window |
