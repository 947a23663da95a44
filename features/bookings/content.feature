Feature: What the entry tells
  The technician should know from the entry alone where to go, for whom, and what is wrong there.
  Where in the entry each fact stands is free; that it can be read is not.

  Background:
    Given a technician with a ready mailbox
    And synchronisation is running

  @BKG-027
  Rule: The entry shows the number of the work order
    The number is what technician and office quote to each other on the phone.

    Scenario Outline: The work order number <number> can be read
      Given a work order "Boiler repair" with
        | fact   | value    |
        | Number | <number> |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Number "<number>" in Outlook

      Examples:
        | number       | expected because                 |
        | 48213        | the ordinary case                |
        | 00042        | leading zeros belong to a number |
        | WO-2026/0007 | letters and signs belong as well |

    Scenario: Two visits of one work order show the same number
      Given a work order "Lift overhaul" with
        | fact   | value |
        | Number | 00042 |
      When the dispatcher books the technician for "Lift overhaul" as "First visit" tomorrow at 09:00
      And the dispatcher books the technician for "Lift overhaul" as "Second visit" tomorrow at 14:00
      And 15 minutes pass
      Then "First visit" shows the Number "00042" in Outlook
      And "Second visit" shows the Number "00042" in Outlook

  @BKG-028
  Rule: The entry carries the location
    The technician taps on the place and drives off.

    Scenario Outline: The location <place> can be read
      Given a work order "Boiler repair" with
        | fact     | value   |
        | Location | <place> |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Location "<place>" in Outlook

      Examples:
        | place                | expected because            |
        | 14 Mill Lane         | the ordinary case           |
        | Königstraße 7        | streets are not all English |
        | Unit 3 & 4, Dock End | signs do not spoil a street |

  @BKG-029
  Rule: The entry has the default importance, whatever the priority of the work order
    Red exclamation marks on half of the calendar would help nobody.

    Scenario Outline: A work order of <priority> priority makes an entry of normal importance
      Given a work order "Boiler repair" with
        | fact     | value      |
        | Priority | <priority> |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" has normal importance in Outlook

      Examples:
        | priority | expected because                     |
        | Low      | the bottom of the scale is not "low" |
        | Medium   | the middle of the scale              |
        | Critical | the top of the scale is not "high"   |

    Scenario: A work order without priority makes an entry of normal importance
      Given a work order "Boiler repair" without optional facts
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" has normal importance in Outlook

  @BKG-030
  Rule: The first synchronisation writes the Priority
    The technician decides on the road which customer can wait.

    Scenario: The priority of the work order can be read
      Given a work order "Boiler repair" with
        | fact     | value             |
        | Priority | Emergency callout |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Priority "Emergency callout" in Outlook

    Scenario: Each entry shows the priority of its own work order
      Given a work order "Boiler repair" with
        | fact     | value             |
        | Priority | Emergency callout |
      And a work order "Meter exchange" with
        | fact     | value           |
        | Priority | Planned upgrade |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Priority "Emergency callout" in Outlook
      And "Meter exchange" shows the Priority "Planned upgrade" in Outlook

  @BKG-031
  Rule: The first synchronisation writes the Location
    A visit without an address is a telephone call to the office.

    Scenario: The location of the work order can be read
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Location "14 Mill Lane" in Outlook

    Scenario: Each entry shows the location of its own work order
      Given a work order "Boiler repair" with
        | fact     | value        |
        | Location | 14 Mill Lane |
      And a work order "Meter exchange" with
        | fact     | value          |
        | Location | 3 Harbour Road |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Location "14 Mill Lane" in Outlook
      And "Meter exchange" shows the Location "3 Harbour Road" in Outlook

  @BKG-032
  Rule: The first synchronisation writes the Work Order Type
    Inspection or repair: the van is packed differently.

    Scenario: The type of the work order can be read
      Given a work order "Boiler repair" with
        | fact            | value             |
        | Work Order Type | Corrective repair |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Type "Corrective repair" in Outlook

    Scenario: Each entry shows the type of its own work order
      Given a work order "Boiler repair" with
        | fact            | value             |
        | Work Order Type | Corrective repair |
      And a work order "Meter exchange" with
        | fact            | value             |
        | Work Order Type | Yearly inspection |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Type "Corrective repair" in Outlook
      And "Meter exchange" shows the Work Order Type "Yearly inspection" in Outlook

  @BKG-033
  Rule: The first synchronisation writes the Primary Incident Type
    It tells what the customer has reported, and so which tools are needed.

    Scenario: The incident type of the work order can be read
      Given a work order "Boiler repair" with
        | fact                  | value        |
        | Primary Incident Type | Burner fault |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Primary Incident Type "Burner fault" in Outlook

    Scenario: Each entry shows the incident type of its own work order
      Given a work order "Boiler repair" with
        | fact                  | value        |
        | Primary Incident Type | Burner fault |
      And a work order "Meter exchange" with
        | fact                  | value         |
        | Primary Incident Type | Display blank |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Primary Incident Type "Burner fault" in Outlook
      And "Meter exchange" shows the Primary Incident Type "Display blank" in Outlook

  @BKG-034
  Rule: The first synchronisation writes the Work Order Summary
    The summary is the customer's trouble in plain words.

    Scenario Outline: A summary with <kind> arrives as it was written
      Given a work order "Boiler repair" with
        | fact               | value     |
        | Work Order Summary | <summary> |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Summary "<summary>" in Outlook

      Examples:
        | kind               | summary                                                                                                                                     | expected because                   |
        | plain words        | Burner fails to ignite                                                                                                                      | the ordinary case                  |
        | signs and units    | Pressure < 1 bar & falling                                                                                                                  | signs are part of the text         |
        | foreign letters    | Überdruckventil prüfen, clé à l'entrée                                                                                                      | customers write their own language |
        | two long sentences | The burner tries to ignite three times and then locks out with a red lamp. The tenant has pressed the reset button twice since the weekend. | nothing is cut off                 |

    Scenario: Each entry shows the summary of its own work order
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Work Order Summary | Burner fails to ignite |
      And a work order "Meter exchange" with
        | fact               | value                    |
        | Work Order Summary | Display shows no figures |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Work Order Summary "Burner fails to ignite" in Outlook
      And "Meter exchange" shows the Work Order Summary "Display shows no figures" in Outlook

  @BKG-035
  Rule: The first synchronisation writes the Account
    The technician rings at the right door and greets the right customer.

    Scenario Outline: The account <account> can be read
      Given a work order "Boiler repair" with
        | fact    | value     |
        | Account | <account> |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Account "<account>" in Outlook

      Examples:
        | account          | expected because               |
        | Northfield Dairy | the ordinary case              |
        | O'Hara & Sons    | firms have signs in their name |

    Scenario: Each entry shows the account of its own work order
      Given a work order "Boiler repair" with
        | fact    | value            |
        | Account | Northfield Dairy |
      And a work order "Meter exchange" with
        | fact    | value        |
        | Account | Tarn Brewery |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Account "Northfield Dairy" in Outlook
      And "Meter exchange" shows the Account "Tarn Brewery" in Outlook

  @BKG-036
  Rule: The first synchronisation writes the Primary Contact
    Somebody has to open the door; this is the name to ask for.

    Scenario Outline: The primary contact <contact> can be read
      Given a work order "Boiler repair" with
        | fact            | value            |
        | Account         | Northfield Dairy |
        | Primary Contact | <contact>        |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows the Primary Contact "<contact>" in Outlook

      Examples:
        | contact    | expected because          |
        | Agnes Bell | the ordinary case         |
        | Zoë Müller | names are not all English |

    Scenario: Each entry shows the contact of its own customer
      Given a work order "Boiler repair" with
        | fact            | value            |
        | Account         | Northfield Dairy |
        | Primary Contact | Agnes Bell       |
      And a work order "Meter exchange" with
        | fact            | value         |
        | Account         | Tarn Brewery  |
        | Primary Contact | Tom Arkwright |
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then "Boiler repair" shows the Primary Contact "Agnes Bell" in Outlook
      And "Meter exchange" shows the Primary Contact "Tom Arkwright" in Outlook

  @BKG-037
  Rule: Facts that are missing do not keep the entry away
    In a hurry a work order is only a number; the visit takes place all the same.

    Scenario: A work order without optional facts reaches the calendar
      Given a work order "Boiler repair" without optional facts
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And "Boiler repair" starts tomorrow at 09:00 in Outlook

    Scenario: A work order without optional facts does not hold up a complete one
      Given a work order "Boiler repair" without optional facts
      When the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And the dispatcher books the technician for "Meter exchange" tomorrow at 13:00
      And 15 minutes pass
      Then the technician's calendar shows "Boiler repair"
      And the technician's calendar shows "Meter exchange"

  @BKG-117
  Rule: Which facts of a booking are shown cannot be configured
    Every technician of every firm can rely on the same entry.

    Scenario: Other field settings leave a new entry complete
      Given a work order "Boiler repair" with
        | fact                  | value                  |
        | Number                | 00042                  |
        | Priority              | Emergency callout      |
        | Location              | 14 Mill Lane           |
        | Work Order Type       | Corrective repair      |
        | Primary Incident Type | Burner fault           |
        | Work Order Summary    | Burner fails to ignite |
        | Account               | Northfield Dairy       |
        | Primary Contact       | Agnes Bell             |
      When the administrator changes which fields synchronise
      And the dispatcher books the technician for "Boiler repair" tomorrow at 09:00
      And 15 minutes pass
      Then "Boiler repair" shows in Outlook
        | fact                  | value                  |
        | Number                | 00042                  |
        | Priority              | Emergency callout      |
        | Location              | 14 Mill Lane           |
        | Work Order Type       | Corrective repair      |
        | Primary Incident Type | Burner fault           |
        | Work Order Summary    | Burner fails to ignite |
        | Account               | Northfield Dairy       |
        | Primary Contact       | Agnes Bell             |

    Scenario: Other field settings leave a moved entry complete
      Given a work order "Boiler repair" with
        | fact               | value                  |
        | Location           | 14 Mill Lane           |
        | Work Order Summary | Burner fails to ignite |
      And the technician has the synchronised booking "Boiler repair" tomorrow at 09:00
      When the administrator changes which fields synchronise
      And the dispatcher moves "Boiler repair" by 1 hour
      And 15 minutes pass
      Then "Boiler repair" starts tomorrow at 10:00 in Outlook
      And "Boiler repair" shows in Outlook
        | fact               | value                  |
        | Location           | 14 Mill Lane           |
        | Work Order Summary | Burner fails to ignite |
