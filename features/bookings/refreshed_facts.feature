Feature: Facts that are refreshed
  When a booking moves to another hour or place, its entry shows the work order as it is now.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-069
  Rule: A change of the hours refreshes every fact of the work order
    Whoever has to look at the entry again should find everything up to date.

    Scenario: A new hour brings all seven facts up to date
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
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook
      And "Boiler repair" shows in Outlook
        | fact                  | value             |
        | Priority              | Emergency callout |
        | Location              | 3 Harbour Road    |
        | Work Order Type       | Yearly inspection |
        | Primary Incident Type | Display blank     |
        | Work Order Summary    | Pump is leaking   |
        | Account               | Tarn Brewery      |
        | Primary Contact       | Tom Arkwright     |

    Scenario: A longer visit brings all seven facts up to date
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
      And 15 minutes pass
      And the dispatcher lengthens "Boiler repair" by 30 minutes
      And 15 minutes pass
      Then "Boiler repair" shows in Outlook
        | fact                  | value             |
        | Priority              | Emergency callout |
        | Location              | 3 Harbour Road    |
        | Work Order Type       | Yearly inspection |
        | Primary Incident Type | Display blank     |
        | Work Order Summary    | Pump is leaking   |
        | Account               | Tarn Brewery      |
        | Primary Contact       | Tom Arkwright     |

    Scenario: A fact that was missing at first shows after a new hour
      Given a work order "Boiler repair" without optional facts
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Primary Incident Type of work order "Boiler repair" to "Burner fault"
      And 15 minutes pass
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" shows the Primary Incident Type "Burner fault" in Outlook

  @BKG-070
  Rule: A change of the place refreshes every fact of the work order
    A new place is a new journey; the technician reads the entry afresh.

    Scenario: A new place brings all seven facts up to date
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the work order "Boiler repair" to
        | fact                  | value             |
        | Priority              | Emergency callout |
        | Work Order Type       | Yearly inspection |
        | Primary Incident Type | Display blank     |
        | Work Order Summary    | Pump is leaking   |
        | Account               | Tarn Brewery      |
        | Primary Contact       | Tom Arkwright     |
      And 15 minutes pass
      And the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      Then "Boiler repair" shows in Outlook
        | fact                  | value             |
        | Priority              | Emergency callout |
        | Location              | 3 Harbour Road    |
        | Work Order Type       | Yearly inspection |
        | Primary Incident Type | Display blank     |
        | Work Order Summary    | Pump is leaking   |
        | Account               | Tarn Brewery      |
        | Primary Contact       | Tom Arkwright     |

    Scenario Outline: A new <part> counts as a new place
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Work Order Summary of work order "Boiler repair" to "Pump is leaking"
      And the dispatcher changes the <part> of "Boiler repair"
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Summary "Pump is leaking" in Outlook

      Examples:
        | part          | expected because                              |
        | work location | on site or in the workshop makes a difference |
        | latitude      | half of a point on the map is enough          |
        | longitude     | the other half is enough                      |

  @BKG-118
  Rule: A refresh leaves the importance at its default
    A work order that becomes urgent shows it in words, not by a red mark.

    Scenario: A critical priority and a new hour leave the importance normal
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Priority of work order "Boiler repair" to "Critical"
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook
      And "Boiler repair" has normal importance in Outlook

    Scenario: A critical priority and a new place leave the importance normal
      Given the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the dispatcher changes the Priority of work order "Boiler repair" to "Critical"
      And the dispatcher relocates "Boiler repair" to "3 Harbour Road"
      And 15 minutes pass
      Then "Boiler repair" shows the Location "3 Harbour Road" in Outlook
      And "Boiler repair" has normal importance in Outlook
