Feature: Facts that stand still
  The facts of the work order are written when the entry is created.
  Afterwards they stand still until the booking itself moves to another hour or place.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-061
  Rule: A change of the work order alone does not reach Outlook
    Office staff work on a work order all day; the technician's calendar keeps still.

    Scenario: Every fact of the work order changes and the entry stays as it was
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the work order "Boiler repair" to
        | fact                  | value             |
        | Priority              | Emergency callout |
        | Location              | 3 Harbour Road    |
        | Work Order Type       | Yearly inspection |
        | Primary Incident Type | Display blank     |
        | Work Order Summary    | Pump is leaking   |
        | Account               | Tarn Brewery      |
        | Primary Contact       | Tom Arkwright     |
      And 1 hour passes
      Then "Boiler repair" is unchanged in Outlook

    Scenario: One visit moves and the other visit of the work order stays as it was
      Given the technician has the synchronised booking "First visit" of work order "Lift overhaul" tomorrow at 09:00
      And the technician has the synchronised booking "Second visit" of work order "Lift overhaul" tomorrow at 14:00
      When the dispatcher changes the Work Order Summary of work order "Lift overhaul" to "Pump is leaking"
      And the dispatcher moves "Second visit" by 1 hour
      And 15 minutes pass
      Then "Second visit" starts tomorrow at 15:00 in Outlook
      And "First visit" is unchanged in Outlook

    Scenario: The entry stays as it was overnight
      Given the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And 1 day passes
      Then "Boiler repair" is unchanged in Outlook

  @BKG-062
  Rule: A new Priority stays out of the entry until hour or place of the booking change
    An entry that was read on Monday should not say something else on Tuesday
    without anybody having moved the visit.

    Scenario Outline: A new priority is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact     | value           |
        | Priority | Planned upgrade |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Priority of work order "Boiler repair" to "Emergency callout"
      And <span> pass
      Then "Boiler repair" still shows the Priority "Planned upgrade" in Outlook
      And "Boiler repair" does not show "Emergency callout" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new priority shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact     | value           |
        | Priority | Planned upgrade |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Priority of work order "Boiler repair" to "Emergency callout"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Priority "Emergency callout" in Outlook
      And "First visit" still shows the Priority "Planned upgrade" in Outlook

  @BKG-063
  Rule: A new Location stays out of the entry until hour or place of the booking change
    The address of the work order can be put right in the office; the technician's route
    changes only with the booking.

    Scenario Outline: A new location is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Location of work order "Boiler repair" to "3 Harbour Road"
      And <span> pass
      Then "Boiler repair" still shows the Location "14 Mill Lane" in Outlook
      And "Boiler repair" does not show "3 Harbour Road" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new location shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Location of work order "Boiler repair" to "3 Harbour Road"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Location "3 Harbour Road" in Outlook
      And "First visit" still shows the Location "14 Mill Lane" in Outlook

  @BKG-064
  Rule: A new Work Order Type stays out of the entry until hour or place of the booking change
    The type is often set for the invoice only, long after the visit was planned.

    Scenario Outline: A new type is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact            | value             |
        | Work Order Type | Corrective repair |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Work Order Type of work order "Boiler repair" to "Yearly inspection"
      And <span> pass
      Then "Boiler repair" still shows the Work Order Type "Corrective repair" in Outlook
      And "Boiler repair" does not show "Yearly inspection" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new type shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact            | value             |
        | Work Order Type | Corrective repair |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Type of work order "Boiler repair" to "Yearly inspection"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Work Order Type "Yearly inspection" in Outlook
      And "First visit" still shows the Work Order Type "Corrective repair" in Outlook

  @BKG-065
  Rule: A new Primary Incident Type stays out of the entry until hour or place of the booking change
    The office sharpens the incident type again and again; the technician needs it once.

    Scenario Outline: A new incident type is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact                  | value        |
        | Primary Incident Type | Burner fault |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Primary Incident Type of work order "Boiler repair" to "Display blank"
      And <span> pass
      Then "Boiler repair" still shows the Primary Incident Type "Burner fault" in Outlook
      And "Boiler repair" does not show "Display blank" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new incident type shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact                  | value        |
        | Primary Incident Type | Burner fault |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Primary Incident Type of work order "Boiler repair" to "Display blank"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Primary Incident Type "Display blank" in Outlook
      And "First visit" still shows the Primary Incident Type "Burner fault" in Outlook

  @BKG-066
  Rule: A new Work Order Summary stays out of the entry until hour or place of the booking change
    Notes grow with every phone call; the entry keeps what was known at the time of booking.

    Scenario Outline: A new summary is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And <span> pass
      Then "Boiler repair" still shows the Work Order Summary "Burner fails to ignite" in Outlook
      And "Boiler repair" does not show "Pump is leaking" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new summary shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Work Order Summary "Pump is leaking" in Outlook
      And "First visit" still shows the Work Order Summary "Burner fails to ignite" in Outlook

  @BKG-067
  Rule: A new Account stays out of the entry until hour or place of the booking change
    Work orders are passed from one paying firm to another without anybody moving.

    Scenario Outline: A new account is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact    | value            |
        | Account | Northfield Dairy |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Account of work order "Boiler repair" to "Tarn Brewery"
      And <span> pass
      Then "Boiler repair" still shows the Account "Northfield Dairy" in Outlook
      And "Boiler repair" does not show "Tarn Brewery" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new account shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact    | value            |
        | Account | Northfield Dairy |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Account of work order "Boiler repair" to "Tarn Brewery"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Account "Tarn Brewery" in Outlook
      And "First visit" still shows the Account "Northfield Dairy" in Outlook

  @BKG-068
  Rule: A new Primary Contact stays out of the entry until hour or place of the booking change
    Contacts change with holidays; the entry follows only when the booking does.

    Scenario Outline: A new contact is still kept out after <span>
      Given a work order "Boiler repair" with
        | fact            | value      |
        | Primary Contact | Agnes Bell |
      And the technician has the synchronised booking "Boiler repair" on Wednesday at 09:00
      When the dispatcher changes the Primary Contact of work order "Boiler repair" to "Tom Arkwright"
      And <span> pass
      Then "Boiler repair" still shows the Primary Contact "Agnes Bell" in Outlook
      And "Boiler repair" does not show "Tom Arkwright" in Outlook

      Examples:
        | span       | expected because |
        | 15 minutes | one cycle        |
        | 2 hours    | many cycles      |
        | 24 hours   | a night between  |

    Scenario: A new contact shows in the next visit and not in the visit already there
      Given a work order "Boiler repair" with
        | fact            | value      |
        | Primary Contact | Agnes Bell |
      And the technician has the synchronised booking "First visit" of work order "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Primary Contact of work order "Boiler repair" to "Tom Arkwright"
      And the dispatcher books the technician for "Boiler repair" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "Second visit" shows the Primary Contact "Tom Arkwright" in Outlook
      And "First visit" still shows the Primary Contact "Agnes Bell" in Outlook

  @BKG-071
  Rule: After a refresh the facts stand still again
    One refresh brings the entry up to date; it does not open the door for good.

    Scenario: A summary changed after a new hour stays out
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      And the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Valve is stuck"
      And 1 hour passes
      Then "Boiler repair" still shows the Work Order Summary "Pump is leaking" in Outlook

    Scenario: A summary changed after a new place stays out
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      And the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Valve is stuck"
      And 1 hour passes
      Then "Boiler repair" still shows the Work Order Summary "Pump is leaking" in Outlook

  @BKG-072
  Rule: Only an update of the booking publishes what changed on the work order
    Dispatchers must know the one way to tell the technician about a change.

    Scenario: Nothing is published while the booking stays as it is
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Type of work order "Boiler repair" to "Yearly inspection"
      And 2 hours pass
      Then "Boiler repair" does not show "Yearly inspection" in Outlook

    Scenario: The update of the booking publishes the change
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Type of work order "Boiler repair" to "Yearly inspection"
      And 2 hours pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Type "Yearly inspection" in Outlook
