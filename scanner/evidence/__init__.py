"""What the rules look at: the `fact_*` columns, from the account, the calendar, the user and the Graph API."""
