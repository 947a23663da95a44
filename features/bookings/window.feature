Feature: The window of three weeks
  Outlook shows the bookings of the past week and of the two weeks to come.
  The window is the same for everybody.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-038
  Rule: The window reaches one week back
    Technicians write their reports from the calendar, often days after the visit.

    Scenario Outline: A booking that started <start> is shown
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start      | expected because           |
        | 1 day ago  | just behind us             |
        | 3 days ago | the middle of the week     |
        | 6 days ago | well inside, near the edge |

    Scenario: A past booking stands at its past hour
      When the dispatcher books the technician for "Boiler repair" last Tuesday at 10:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts last Tuesday at 10:00 in Outlook

  @BKG-039
  Rule: The window reaches two weeks ahead
    Two weeks are enough to plan holidays and private errands around the work.

    Scenario Outline: A booking that starts <start> is shown
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start      | expected because           |
        | in 1 day   | the near future            |
        | in 8 days  | the second week counts     |
        | in 13 days | well inside, near the edge |

  @BKG-040
  Rule: Exactly seven days ago is still inside
    An edge that belongs to nobody would lose the visits of a whole hour, every day.

    Scenario Outline: A booking that started <start> is still inside
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start                               | expected because                               |
        | 6 days, 23 hours and 40 minutes ago | just inside when the latest cycle comes        |
        | 6 days, 23 hours and 45 minutes ago | exactly seven days when the latest cycle comes |

  @BKG-041
  Rule: What lies further back than the window stays out
    Old visits would only clutter the calendar of somebody who has just joined.

    Scenario Outline: A booking of <start> stays out
      When the dispatcher books the technician for "Boiler repair" <start>
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 30 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

      Examples:
        | start                 | expected because                          |
        | 9 days and 1 hour ago | outside by any way of counting            |
        | 12 days ago           | the past reaches less far than the future |
        | 30 days ago           | far outside                               |

  @BKG-042
  Rule: Exactly fourteen days ahead is still inside
    Two weeks to the minute is how dispatchers book the visit after next.

    Scenario Outline: A booking that starts <start> is still inside
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

      Examples:
        | start                               | expected because    |
        | in 13 days, 23 hours and 59 minutes | just inside         |
        | in 14 days                          | exactly at the edge |

  @BKG-043
  Rule: What lies further ahead than the window stays out
    Plans that far away still change too often to be in anybody's calendar.

    Scenario Outline: A booking that starts <start> stays out
      When the dispatcher books the technician for "Boiler repair" <start>
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 1 hour passes
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

      Examples:
        | start                 | expected because               |
        | in 16 days            | outside by any way of counting |
        | in 16 days and 1 hour | a little further               |
        | in 60 days            | far outside                    |

  @BKG-044
  Rule: Between an edge and the end of its calendar day both outcomes are allowed
    The documents do not say whether days or hours are counted, so the report only tells.

    Scenario Outline: A booking that starts <start> may be shown or not
      When the dispatcher books the technician for "Boiler repair" <start>
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar shows "Boiler repair" at most once
      And it is noted whether the technician's calendar shows "Boiler repair"

      Examples:
        | start                  | expected because                 |
        | in 14 days and 6 hours | past the forward edge, same day  |
        | 7 days and 2 hours ago | past the backward edge, same day |

  @BKG-045
  Rule: The start of a booking decides whether it is inside
    A long job at an edge is shown whole or not at all.

    Scenario: A long job that starts inside and ends outside is shown
      When the dispatcher books the technician for "Roof renewal" in 13 days and 12 hours lasting 2 days
      And 15 minutes pass
      Then the technician's calendar shows "Roof renewal"

    Scenario: It is told what becomes of a long job that starts outside and ends inside
      When the dispatcher books the technician for "Roof renewal" 9 days ago lasting 4 days
      And 15 minutes pass
      Then the technician's calendar shows "Roof renewal" at most once
      And it is noted whether the technician's calendar shows "Roof renewal"

  @BKG-046
  Rule: A visit entered afterwards reaches the calendar without any message
    Night calls are booked the morning after; the record has to be right,
    and nobody needs mail about it.

    Scenario: A visit entered three days later is shown
      When the dispatcher books the technician for "Night call" last Friday at 22:00
      And 15 minutes pass
      Then the technician's calendar shows "Night call"
      And "Night call" starts last Friday at 22:00 in Outlook

    Scenario: A visit entered three days later sends no mail
      When the dispatcher books the technician for "Night call" last Friday at 22:00
      And 15 minutes pass
      Then the technician's calendar shows "Night call"
      And nobody has received a meeting message

  @BKG-056
  Rule: The window cannot be configured
    Support and customers can rely on one answer to "why is it not in my calendar?".

    Scenario: Widening the view brings nothing more into Outlook
      When the administrator edits the view that selects bookings to reach 30 days ahead
      And the dispatcher books the technician for "Boiler repair" in 20 days
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 1 hour passes
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

    Scenario: Narrowing the view keeps nothing out of Outlook
      When the administrator edits the view that selects bookings to reach 2 days ahead
      And the dispatcher books the technician for "Boiler repair" in 10 days
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

  @BKG-057
  Rule: A technician's own filters have no say in bookings
    Filters are for appointments; switching one off must not lose a visit.

    Scenario: Bookings appear although every appointment filter is off
      When the administrator deactivates the appointment filters of the technician
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
