Feature: The canary
  A scenario that must fail. Where it passes, the bench is blind and the run is void.

  @canary
  Rule: A bench that can see reports what is not there

    Scenario: The canary sings
      Given a technician with a ready mailbox
      And synchronisation is running
      When 2 minutes pass
      Then the appointment "A visit that nobody planned" exists in Dataverse
