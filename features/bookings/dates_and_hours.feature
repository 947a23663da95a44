Feature: Dates and hours
  The entry stands on the right day at the right hour.
  That holds wherever the technician lives, and on the day when the clocks change.

  @BKG-025
  Rule: The entry carries the date of the work order
    A technician plans by the day; an entry on the wrong day is a missed visit.

    Scenario Outline: A booking <start> lies on <date>
      Given a technician with a ready mailbox
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then "Boiler repair" lies on "<date>" in Outlook

      Examples:
        | start                 | date             | expected because               |
        | last Friday at 11:00  | 27 February 2026 | a past day in the month before |
        | today at 14:00        | 2 March 2026     | the same day                   |
        | on Wednesday at 11:00 | 4 March 2026     | the ordinary case              |
        | next Friday at 11:00  | 13 March 2026    | a day of the following week    |

  @BKG-026
  Rule: The entry starts and ends when the booking does
    The hours in between belong to the customer, the others to somebody else.

    Scenario Outline: A booking of <span> ends <end>
      Given a technician with a ready mailbox in the time zone "Europe/Berlin"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start> lasting <span>
      And 15 minutes pass
      Then "Boiler repair" starts <start> in Outlook
      And "Boiler repair" ends <end> in Outlook

      Examples:
        | start             | span                  | end                   | expected because            |
        | tomorrow at 09:30 | 15 minutes            | tomorrow at 09:45     | a short visit               |
        | tomorrow at 09:30 | 1 hour and 45 minutes | tomorrow at 11:15     | the ordinary case           |
        | tomorrow at 22:30 | 3 hours               | on Wednesday at 01:30 | a night shift past midnight |
        | tomorrow at 00:00 | 1 day                 | on Wednesday at 00:00 | midnight to midnight        |

    Scenario: Two visits on one day keep their own hours
      Given a technician with a ready mailbox in the time zone "Europe/Berlin"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:30
      And the dispatcher books the technician for "Meter exchange" tomorrow at 14:15
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 09:30 in Outlook
      And "Meter exchange" starts tomorrow at 14:15 in Outlook

  @BKG-119
  Rule: The entry stands at the same instant in every time zone and across clock changes
    Twice a year half of the world moves its clocks; customers still expect the
    technician at the hour that was agreed.

    Scenario Outline: A technician in <zone> sees the booking at the same instant
      Given a technician with a ready mailbox in the time zone "<zone>"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:30 lasting 2 hours
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 09:30 in Outlook
      And "Boiler repair" ends tomorrow at 11:30 in Outlook

      Examples:
        | zone             | expected because           |
        | Europe/Berlin    | one hour ahead             |
        | Asia/Kolkata     | a zone with a half-hour    |
        | Pacific/Auckland | more than half a day ahead |
        | America/New_York | behind                     |

    Scenario Outline: A booking <start> keeps its instant when New York changes its clocks
      Given a technician with a ready mailbox in the time zone "America/New_York"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then "Boiler repair" starts <start> in Outlook

      Examples:
        | start               | expected because                 |
        | on 7 March at 15:00 | the day before the change        |
        | on 8 March at 06:45 | minutes before the change        |
        | on 8 March at 07:00 | the first instant of summer time |
        | on 9 March at 15:00 | the day after the change         |

    Scenario: A visit during which New York changes its clocks keeps its length
      Given a technician with a ready mailbox in the time zone "America/New_York"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" on 8 March at 06:30 lasting 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts on 8 March at 06:30 in Outlook
      And "Boiler repair" ends on 8 March at 07:30 in Outlook

    Scenario: A visit moved across the clock change of New York stands at its new instant
      Given a technician with a ready mailbox in the time zone "America/New_York"
      And synchronisation is running
      And the technician has the synchronised booking "Boiler repair" on 7 March at 15:00
      When the dispatcher moves "Boiler repair" to next Monday at 15:00
      And 15 minutes pass
      Then "Boiler repair" starts next Monday at 15:00 in Outlook

    Scenario Outline: A booking <start> keeps its instant when Berlin changes its clocks
      Given the story begins on 22 March at 08:00
      And a technician with a ready mailbox in the time zone "Europe/Berlin"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then "Boiler repair" starts <start> in Outlook

      Examples:
        | start                | expected because                 |
        | on 28 March at 09:30 | the day before the change        |
        | on 29 March at 01:00 | the first instant of summer time |
        | on 29 March at 09:30 | the morning after the change     |

    Scenario Outline: A booking <start> keeps its instant when Sydney repeats an hour
      Given the story begins on 27 March at 08:00
      And a technician with a ready mailbox in the time zone "Australia/Sydney"
      And synchronisation is running
      When the dispatcher books the technician for "Boiler repair" <start>
      And 15 minutes pass
      Then "Boiler repair" starts <start> in Outlook

      Examples:
        | start               | expected because                             |
        | on 4 April at 15:30 | half past two in Sydney, for the first time  |
        | on 4 April at 16:30 | half past two in Sydney, for the second time |
