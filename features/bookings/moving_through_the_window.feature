Feature: Coming into the window and leaving it
  Time passes and plans change.
  Bookings come into the window of three weeks and leave it again.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-047
  Rule: A booking made far ahead may appear by itself when its time comes near
    The documents point both ways, so the report only tells which way was taken.

    Scenario: It is told whether time alone brings a booking into the calendar
      When the dispatcher books the technician for "Boiler repair" in 16 days
      And 3 days pass
      Then the technician's calendar shows "Boiler repair" at most once
      And it is noted whether the technician's calendar shows "Boiler repair"

  @BKG-048
  Rule: In later versions of the documents time alone brings nothing into the calendar
    Dispatchers who plan months ahead should know whether they have to touch each booking again.

    Scenario: A booking that nobody has touched stays out although its time has come near
      When the dispatcher books the technician for "Boiler repair" in 16 days
      And 3 days pass
      Then the technician's calendar does not show "Boiler repair"

  @BKG-049
  Rule: Any change of a booking whose time has come near brings it into the calendar
    It is the documented way to bring in what was planned long ago.

    Scenario: Renaming brings the booking in
      When the dispatcher books the technician for "Boiler repair" in 16 days
      And 3 days pass
      And the dispatcher renames "Boiler repair" to "Boiler repair, confirmed"
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

    Scenario: A new status brings the booking in
      When the dispatcher books the technician for "Boiler repair" in 16 days
      And 3 days pass
      And the dispatcher sets "Boiler repair" to "Traveling"
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"

    Scenario: Reassigning brings the booking into the colleague's calendar
      Given a second technician with a ready mailbox
      When the dispatcher books the technician for "Boiler repair" in 16 days
      And 3 days pass
      And the dispatcher reassigns "Boiler repair" to the second technician
      And 15 minutes pass
      Then the second technician's calendar shows "Boiler repair"

    Scenario: Renaming does not bring in a booking that is still too far ahead
      When the dispatcher books the technician for "Boiler repair" in 30 days
      And 3 days pass
      And the dispatcher renames "Boiler repair" to "Boiler repair, confirmed"
      And the dispatcher books the technician for "Meter exchange" tomorrow at 09:00
      And 30 minutes pass
      Then the technician's calendar shows "Meter exchange"
      And the technician's calendar does not show "Boiler repair"

  @BKG-050
  Rule: A change of the work order alone does not bring the booking in
    Only the booking counts; where time alone brings bookings in, this is merely told.

    Scenario Outline: A new <fact> of the work order does not bring the booking in
      Given the dispatcher books the technician for "Boiler repair" in 16 days
      When 3 days pass
      Then it is noted whether the technician's calendar shows "Boiler repair"
      When the dispatcher changes the <fact> of work order "Boiler repair" to "<text>"
      And 30 minutes pass
      Then the technician's calendar does not show "Boiler repair"

      Examples:
        | fact               | text                   |
        | Work Order Summary | Burner fails to ignite |
        | Account            | Tarn Brewery           |
        | Primary Contact    | Tom Arkwright          |

  @BKG-051
  Rule: A booking moved from outside into the window appears
    A visit is brought forward; the technician has to learn of it in time.

    Scenario: A visit of next month is brought forward to tomorrow
      When the dispatcher books the technician for "Boiler repair" in 30 days
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" to tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts tomorrow at 09:00 in Outlook

    Scenario: A visit of last month is corrected to last Friday
      When the dispatcher books the technician for "Boiler repair" 20 days ago
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" to last Friday at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts last Friday at 09:00 in Outlook

  @BKG-052
  Rule: The entry stays when its booking grows too old for the window
    The calendar is also the technician's diary.

    Scenario Outline: The entry is still there after <span>
      Given the technician has the synchronised booking "Boiler repair" last Tuesday at 10:00
      When <span> pass
      Then the technician's calendar still shows "Boiler repair"

      Examples:
        | span   | expected because                     |
        | 3 days | the booking has just left the window |
        | 6 days | it left the window days ago          |

    Scenario: The old entry stays where deletions are told apart as well
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" last Tuesday at 10:00
      When 3 days pass
      Then the technician's calendar still shows "Boiler repair"

  @BKG-053
  Rule: A booking that has grown too old no longer changes its entry
    Corrections for the accounts, weeks later, need not rewrite the diary.

    Scenario: A correction after the visit has left the window does not show
      Given the technician has the synchronised booking "Boiler repair" last Tuesday at 10:00
      When 3 days pass
      And the dispatcher lengthens "Boiler repair" by 1 hour
      And 30 minutes pass
      Then "Boiler repair" still ends last Tuesday at 11:00 in Outlook

  @BKG-054
  Rule: A booking moved beyond the window leaves no entry at its old hour
    A visit put off by a month must not send the technician there tomorrow.

    Scenario: A visit put off by a month no longer stands tomorrow
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 30 days
      And 15 minutes pass
      Then "Boiler repair" no longer stands tomorrow at 09:00 in Outlook

    Scenario: Where deletions are told apart a visit put off by a month is no longer linked
      Given logical deletions are told apart from physical ones
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" by 30 days
      And 15 minutes pass
      Then "Boiler repair" is no longer linked

  @BKG-055
  Rule: A booking moved far into the past causes no message
    Such a move is a correction of the books; nobody has to be told.

    Scenario: A visit is moved to three weeks ago
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher moves "Boiler repair" to 20 days ago
      And 15 minutes pass
      Then nobody has received a meeting message
      And it is noted whether the technician's calendar shows "Boiler repair"
